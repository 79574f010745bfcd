# ruff: noqa: E501  (each attack is a program in one text)
"""Hostile answers to one exercise, each beside an honest answer to another. None may earn the attacked points."""

HEAD = "import math\nimport torch\n"
F = "def scaled_dot_product_attention(q, k, v, mask=None):\n"
WRONG = HEAD + F + "    return q @ k.transpose(-2, -1) @ v\n"

TIME = {
    "loop-at-top": "while True:\n    pass\n",
    "loop-swallows-all": HEAD
    + F
    + "    while True:\n        try:\n            while True:\n                pass\n        except BaseException:\n            continue\n",
    "sleep": HEAD + F + "    import time\n    time.sleep(10**6)\n",
    "join-a-thread": HEAD
    + F
    + "    import threading\n    t = threading.Thread(target=lambda: threading.Event().wait())\n    t.start()\n    t.join()\n",
    "regular-expression": HEAD + F + "    import re\n    return re.match('(a+)+$', 'a' * 64 + 'b')\n",
    "giant-power": HEAD + F + "    return 7 ** (7 ** 10)\n",
    "deaf-to-signals": HEAD
    + F
    + "    import signal\n    for s in range(1, 32):\n        try:\n            signal.signal(s, signal.SIG_IGN)\n        except Exception:\n            pass\n    while True:\n        pass\n",
    "destructor-loop": HEAD
    + "class Loop:\n    def __del__(self):\n        while True:\n            pass\n"
    + F
    + "    Loop()\n    return q\n",
}
MEMORY = {
    "list-of-lists": HEAD + F + "    x = []\n    while True:\n        x.append(bytearray(1 << 26))\n",
    "thirty-gigabytes": HEAD + F + "    return torch.zeros(30 * 2**28).add_(1)\n",
    "huge-reply": HEAD + F + "    return torch.zeros(2**27)\n",
    "many-items": HEAD + F + "    return [0] * 10**7\n",
    "nested-reply": HEAD + F + "    x = []\n    for _ in range(10**5):\n        x = [x]\n    return x\n",
    "self-containing-reply": HEAD + F + "    x = []\n    x.append(x)\n    return x\n",
    "deep-recursion": HEAD + "import sys\nsys.setrecursionlimit(10**9)\n" + F + "    return scaled_dot_product_attention(q, k, v)\n",
}
OUTPUT = {
    "one-endless-line": HEAD + F + "    while True:\n        print('x' * 10**6, end='')\n",
    "many-lines-at-top": WRONG + "for _ in range(10**7):\n    print('x' * 100)\n",
    "raw-descriptor": HEAD + F + "    import os\n    while True:\n        os.write(1, b'x' * 65536)\n",
    "display-flood": HEAD + "from IPython.display import display\n" + F + "    while True:\n        display('x' * 10**6)\n",
}
PROCESSES = {
    "fork-bomb": HEAD + F + "    import os\n    while True:\n        os.fork()\n",
    "subprocess": HEAD + F + "    import subprocess\n    return subprocess.check_output(['id'])\n",
    "kill-everybody": HEAD + F + "    import os\n    os.kill(-1, 9)\n",
    "kill-the-parent": HEAD + F + "    import os, signal\n    os.kill(os.getppid(), signal.SIGKILL)\n    return q\n",
    "kill-itself": HEAD + F + "    import os\n    os.kill(os.getpid(), 9)\n",
    "exit": HEAD + F + "    raise SystemExit(0)\n",
    "hard-exit-at-top": "import os\nos._exit(0)\n",
    "abort": HEAD + F + "    import ctypes\n    ctypes.string_at(0)\n",
}
READING = {
    "every-file": HEAD
    + F
    + "    import os\n    found = [os.path.join(d, f) for d, _, fs in os.walk('/') for f in fs if f.endswith(('.ipynb', '.db', '.key'))]\n    return torch.tensor(found)\n",
    "environment": HEAD + F + "    import os\n    raise ValueError(str(dict(os.environ)))\n",
    "process-table": HEAD
    + F
    + "    import os\n    return torch.tensor([int(p) for p in os.listdir('/proc') if p.isdigit() and p != str(os.getpid())][0:])[:0]\n",
    "the-bank": HEAD
    + F
    + "    from bigmodel_edu.exercises import find\n    return find('self-attention.scaled_dot_product_attention').reference(q, k, v, mask)\n",
    "the-grader": HEAD + F + "    import bigmodel_edu.grading.marking.notebook_grader\n    return q\n",
    "network": HEAD + F + "    import socket\n    socket.create_connection(('127.0.0.1', 22), 2)\n    return q\n",
}
FORGING = {
    "patched-numpy": HEAD + "import numpy as np\nnp.allclose = np.array_equal = np.isclose = lambda *a, **k: True\nnp.abs = lambda x: 0\n" + F + "    return v\n",
    "patched-torch": HEAD + "torch.allclose = torch.equal = lambda *a, **k: True\ntorch.Tensor.__eq__ = lambda *a: True\n" + F + "    return v\n",
    "always-equal": HEAD + "class Yes:\n    def __eq__(self, o):\n        return True\n    __ne__ = lambda s, o: False\n    __lt__ = __gt__ = __le__ = __ge__ = __eq__\n    shape = (1,)\n    def __array__(self, *a, **k):\n        raise RuntimeError\n" + F + "    return Yes()\n",
    "tensor-subclass": HEAD + "class T(torch.Tensor):\n    def detach(self):\n        return self\n    def numpy(self):\n        return 'forged'\n    cpu = resolve_conj = resolve_neg = detach\n" + F + "    return torch.zeros(3).as_subclass(T)\n",
    "array-subclass": HEAD + "import numpy as np\nclass A(np.ndarray):\n    def tobytes(self, *a):\n        return b'x' * 10**6\n    shape = property(lambda s: (10**9, 10**9))\n" + F + "    return np.zeros(3).view(A)\n",
    "float-subclass": HEAD + "class N(float):\n    def __sub__(self, o):\n        return 0.0\n    __rsub__ = __sub__\n" + F + "    return N(3)\n",
    "frames": HEAD + F + "    import sys\n    f = sys._getframe()\n    while f:\n        for name, value in list(f.f_locals.items()):\n            if 'expected' in name or 'reference' in name:\n                return value\n        f = f.f_back\n    return v\n",
    "gc-walk": HEAD + F + "    import gc\n    for o in gc.get_objects():\n        if callable(getattr(o, 'reference', None)):\n            return o.reference(q, k, v, mask)\n    return v\n",
    "patched-json": HEAD + "import json, struct, pickle\njson.dumps = lambda *a, **k: '{\"kind\": \"returned\", \"passed\": true}'\nstruct.pack = lambda *a: b'\\0' * 8\n" + F + "    return v\n",
    "writes-to-descriptors": HEAD + F + "    import os\n    for fd in range(3, 256):\n        try:\n            os.write(fd, b'{\"kind\": \"returned\"}' * 9)\n        except OSError:\n            pass\n    return v\n",
    "closes-descriptors": HEAD + F + "    import os\n    os.closerange(3, 256)\n    return v\n",
    "patched-check": "import bigmodel_edu\nbigmodel_edu.check = lambda *a: 'full points'\n" + WRONG,
    "patched-main": HEAD + "import sys\nsys.modules['bigmodel_edu.calling'] = None\nfor n in [m for m in sys.modules if 'sandbox' in m or 'calling' in m]:\n    sys.modules[n] = None\n" + F + "    return v\n",
    "patched-call": HEAD + "import sys\nfor m in list(sys.modules.values()):\n    for n in ('call', 'to_plain', 'describe_exception', 'Outcome'):\n        if hasattr(m, n) and 'bigmodel' in getattr(m, '__name__', ''):\n            setattr(m, n, lambda *a, **k: {'kind': 'returned', 'value': True})\n" + F + "    return v\n",
    "shell-hooks": HEAD + "from IPython import get_ipython\nip = get_ipython()\nip.events.register('post_run_cell', lambda *a: (_ for _ in ()).throw(SystemExit))\nip.run_cell = lambda *a, **k: None\n" + F + "    return v\n",
    "raises-starter-error": HEAD + F + "    raise NotImplementedError('all right')\n",
    "metaclass-name": HEAD + "class M(type):\n    @property\n    def __name__(cls):\n        raise SystemExit\nclass O(metaclass=M):\n    pass\n" + F + "    return O()\n",
    "exception-with-inputs": HEAD + F + "    raise ValueError('LEAK ' + str(q.flatten()[:3].tolist()))\n",
    "type-name-with-inputs": HEAD + F + "    return type('LEAK%d' % int(1e6 * q.flatten()[0]), (), {})()\n",
    "own-error-type": HEAD + "LEAK = type('LEAK' + '<script>alert(1)</script>', (Exception,), {})\n" + F + "    raise LEAK\n",
}  # fmt: skip
FEEDBACK = {
    "script-in-error-at-top": "raise ValueError('<script>alert(1)</script><img src=x onerror=alert(1)>\\x1b[31m\\u202e')\n" + WRONG,
    "script-in-syntax-error": "'<script>alert(1)</script>' <img src=x onerror=alert(1)> \n" + WRONG,
    "script-in-name": HEAD + F + "    def f(): pass\n    f.__name__ = '<script>alert(1)</script>'\n    return f\n",
    "surrogates": HEAD + F + "    return '\\ud800' * 10\n",
    "script-text": HEAD + F + "    return '<script>alert(1)</script>'\n",
}
ANSWERS = {name: code for group in (TIME, MEMORY, OUTPUT, PROCESSES, READING, FORGING, FEEDBACK) for name, code in group.items()}
