"""From one lesson source to its notebooks: read, check, assemble, execute, record.

A lesson is ``book/<part>/<chapter>.md``, a MyST Markdown notebook: a jupytext header, plain Markdown, and code cells. A cell's
options stand in lines that begin with a colon::

    ```{code-cell} ipython3
    :tags: [exercise]
    :exercise: self-attention.causal_mask

    def causal_mask(n):
        raise NotImplementedError
    ```

``tags`` says what the cell is (``setup``, ``exercise``, ``solution``, ``check``; nothing means ``demo``) and how it is shown
(``hide-input``, ``hide-output``, ``hide-cell``, ``nbval-ignore-output``). ``exercise`` names the exercise of an ``exercise`` cell.
``alt`` says in words what the cell's figure shows. The ``solution`` cell follows its ``exercise`` cell directly; the ``check`` cell
comes later and holds one line, ``check("self-attention.causal_mask", causal_mask)``.

Numbers in the text and in ``alt`` are placeholders, such as ``{{ loss:.2f }}`` and ``{{ fact("gpt3.parameters") }}`` (`placeholder`).
What each notebook was made from stands in ``notebooks/made-from.json`` (`fingerprint`, `ledger`): a notebook runs again only when
something changed that its outputs can show.
"""
