BEGIN TRANSACTION;
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, assignment TEXT NOT NULL, exercise TEXT NOT NULL, points REAL NOT NULL,
    reason TEXT NOT NULL, marker TEXT NOT NULL, made TEXT NOT NULL);
INSERT INTO "decisions" VALUES(1,'ada','self-attention','self-attention.table_size',1.0,'used the practice numbers','Dr Lee','2026-11-30T20:05:19+00:00');
CREATE TABLE marks (
    id INTEGER PRIMARY KEY, submission INTEGER NOT NULL REFERENCES submissions (id), exercise TEXT NOT NULL, place INTEGER NOT NULL,
    exercise_version INTEGER NOT NULL, grader_version TEXT NOT NULL, round INTEGER NOT NULL DEFAULT 0, points REAL NOT NULL,
    max_points REAL NOT NULL, status TEXT NOT NULL, diagnosis TEXT, messages TEXT NOT NULL, parts TEXT NOT NULL, answer TEXT NOT NULL,
    graded TEXT NOT NULL, UNIQUE (submission, exercise, round));
INSERT INTO "marks" VALUES(1,1,'self-attention.causal_mask',0,1,'0.1.0',0,2.0,2.0,'passed',NULL,'["All 12 cases pass."]','[["", true, 12]]','def causal_mask(n): ...','2026-11-30T20:05:19+00:00');
INSERT INTO "marks" VALUES(2,1,'self-attention.table_size',1,1,'0.1.0',0,0.0,1.0,'manual','other-variant','["The answer is right for other numbers (the practice numbers). A person looks into it."]','[]','64','2026-11-30T20:05:19+00:00');
INSERT INTO "marks" VALUES(3,2,'self-attention.causal_mask',0,1,'0.1.0',0,0.0,2.0,'failed','upper','["No."]','[]','','2026-11-30T20:05:19+00:00');
INSERT INTO "marks" VALUES(4,2,'self-attention.table_size',1,1,'0.1.0',0,0.0,1.0,'manual','other-variant','["A person looks into it."]','[]','64','2026-11-30T20:05:19+00:00');
INSERT INTO "marks" VALUES(5,3,'self-attention.causal_mask',0,1,'0.1.0',0,2.0,2.0,'passed',NULL,'["All 12 cases pass."]','[]','','2026-11-30T20:05:19+00:00');
CREATE TABLE submissions (
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, assignment TEXT NOT NULL, content TEXT NOT NULL, label TEXT NOT NULL,
    attempt INTEGER NOT NULL, late_hours REAL NOT NULL DEFAULT 0, received TEXT NOT NULL, notes TEXT NOT NULL,
    UNIQUE (student, assignment, content));
INSERT INTO "submissions" VALUES(1,'ada','self-attention','1111111111111111111111111111111111111111111111111111111111111111','self-attention.ipynb',1,0.0,'2026-11-30T20:05:19+00:00','[]');
INSERT INTO "submissions" VALUES(2,'ada','self-attention','2222222222222222222222222222222222222222222222222222222222222222','self-attention.ipynb',2,3.5,'2026-11-30T20:05:19+00:00','["The file is not UTF-8; some characters were replaced."]');
INSERT INTO "submissions" VALUES(3,'bob','self-attention','3333333333333333333333333333333333333333333333333333333333333333','bob.ipynb',1,0.0,'2026-11-30T20:05:19+00:00','[]');
CREATE TABLE usage (
    submission INTEGER NOT NULL REFERENCES submissions (id), cpu_seconds REAL NOT NULL, wall_seconds REAL NOT NULL,
    memory_mb REAL NOT NULL, back_end TEXT NOT NULL, graded TEXT NOT NULL);
INSERT INTO "usage" VALUES(1,0.0,0.0,0.0,'namespaces','2026-11-30T20:05:19+00:00');
INSERT INTO "usage" VALUES(2,0.0,0.0,0.0,'namespaces','2026-11-30T20:05:19+00:00');
INSERT INTO "usage" VALUES(3,0.0,0.0,0.0,'namespaces','2026-11-30T20:05:19+00:00');
CREATE VIEW latest_submissions AS
    SELECT s.* FROM submissions s
    WHERE s.attempt = (SELECT MAX(o.attempt) FROM submissions o WHERE o.student = s.student AND o.assignment = s.assignment);
CREATE VIEW current_marks AS
    SELECT s.student, s.assignment, m.exercise, m.place, m.max_points, m.status, m.diagnosis, m.messages, m.parts, m.answer, m.points AS
        graded_points, s.id AS submission, s.attempt, s.late_hours,
        COALESCE((SELECT d.points FROM decisions d WHERE d.student = s.student AND d.assignment = s.assignment AND d.exercise = m.exercise
                  ORDER BY d.id DESC LIMIT 1), m.points) AS points
    FROM latest_submissions s JOIN marks m ON m.submission = s.id
    WHERE m.id = (SELECT MAX(o.id) FROM marks o WHERE o.submission = s.id AND o.exercise = m.exercise);
COMMIT;
