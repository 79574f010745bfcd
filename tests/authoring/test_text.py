import pytest

from tests.authoring.sample_course import IMPORT, code, in_list, line_of, problems_of

PLAIN = r"""
> **Note.** A quote, `code`, **bold**, a [link](../start/index.md), an ![image](../../book/static/logo.svg).

| T | S |
|---|---|
| 3 | 5 |

$$
\mathrm{softmax}\left(\frac{QK^\top}{\sqrt{D}}\right)_{i,j} = \frac{e^{s_{ij}}}{\sum_k e^{s_{ik}}}
$$

Inline $\{a_t\}$, a percentage of 5 %, `{note}` and `:::` as code, 10:30.

```python
# {note} in a block that is only shown
```

<details><summary>More</summary>

Text.

</details>
"""


def test_plain_markdown_has_no_problem(tmp_path):
    assert problems_of(tmp_path, PLAIN, IMPORT, "# not a title inside a `fence`".replace("# ", "## ")) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("```{note}\nHm.\n```", "directive {note} in a lesson"),
        ("````{figure} ../static/x.svg\n:alt: x\n````", "directive {figure} in a lesson"),
        (":::{warning}\nHm.\n:::", "directive :::{warning} in a lesson"),
        ("::: note\nHm.\n:::", "directive ::: note in a lesson"),
        ("See {ref}`the part <start>`.", "role {ref} in a lesson"),
        ("(target)=\n\nText.", "a line that only MyST understands: target"),
        ("% a comment", "a line that only MyST understands"),
        ("![plot](data:image/png;base64,iVBORw0KGgo=)", "an output pasted into the text"),
        ('<img src="data:image/png;base64,iVBORw0KGgo=">', "an output pasted into the text"),
        ("# Again a title", "a second title"),
        ("> ```{code-cell} ipython3\n> 1\n> ```", "a code cell inside a list or a quote"),
        (in_list(code("1")), "a code cell inside a list or a quote"),
        ("```{code-cel} ipython3\n1\n```", "directive {code-cel} in a lesson"),
    ],
)
def test_what_only_the_book_understands_is_refused(tmp_path, text, said):
    found = problems_of(tmp_path, IMPORT, "Before.\n\n" + text)
    assert any(said in problem for problem in found), found


def test_the_line_is_that_of_the_mark(tmp_path):
    (problem,) = problems_of(tmp_path, IMPORT, "One.\n\nTwo,\nthree.\n\n```{tip}\nHm.\n```")
    assert problem.startswith(f"book/start/sample.md:{line_of(tmp_path, '{tip}')}: directive {{tip}}")


def test_a_lesson_begins_with_its_title(tmp_path):
    assert "no title" in problems_of(tmp_path, IMPORT, title="Text first.\n\n## A section")[0]
    assert "no title" in problems_of(tmp_path, IMPORT, title=code("1"))[0]


def test_a_lesson_without_code_is_no_lesson(tmp_path):
    assert "a lesson without code" in problems_of(tmp_path)[0]
