"""Models and tokenizer beside transformers, torch and tokenizers: training, writing text, learning merges; in one run.

Both sides run one after the other in every round: in one process where they write, with the same weights and their texts compared; each
in its own where they train, as its users have it. A ratio is the median over the rounds of the peer's time divided by ours in the same
round, so that a busy machine slows both.
"Processor" is the processor time of all threads; "clock" is the time on the wall. Above 1, ours is faster.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
COMMAND = "make bench (or: .venv/bin/python benchmarks/run.py models)"
PEERS = ("transformers==5.24.0", "tokenizers==0.23.3", "openai==3.57.0", "psutil")
THREADS = int(os.environ.get("BENCH_THREADS", "2"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))
BATCH, LENGTH, VOCABULARY, STEPS = 12, 128, 4_096, 8

Times = dict[str, list[tuple[float, float]]]


def in_turns(contenders: Mapping[str, Callable[[], Any]], rounds: int) -> Times:
    """Time every contender once a round, after one round that does not count: (processor seconds, clock seconds)."""
    times: Times = {name: [] for name in contenders}
    for number in range(rounds + 1):
        for name, work in contenders.items():
            cpu, clock = time.process_time(), time.perf_counter()
            work()
            if number:
                times[name].append((time.process_time() - cpu, time.perf_counter() - clock))
    return times


def small_gpt() -> tuple[Any, Any]:
    """A small model, ours and transformers', with the same weights."""
    import torch
    from transformers import GPT2Config, GPT2LMHeadModel

    from bigmodel_edu.models.gpt import GPT, GPTConfig

    sizes = GPTConfig(vocabulary=VOCABULARY, context=256, layers=4, heads=4, width=128, activation="gelu-tanh")
    ours = GPT(sizes, generator=torch.Generator().manual_seed(0))
    rates = {"resid_pdrop": 0.0, "embd_pdrop": 0.0, "attn_pdrop": 0.0, "bos_token_id": 0, "eos_token_id": 0}
    theirs = GPT2LMHeadModel(GPT2Config(vocab_size=VOCABULARY, n_positions=256, n_embd=128, n_layer=4, n_head=4, **rates))
    with torch.no_grad():
        body = theirs.transformer
        body.wte.weight.copy_(ours.token_embedding.weight)
        body.wpe.weight.copy_(ours.position_embedding.weight)
        pairs = [(body.ln_f, ours.norm, False)]
        for block, mine in zip(body.h, ours.blocks, strict=True):
            pairs += [(block.ln_1, mine.attention_norm, False), (block.ln_2, mine.feed_forward_norm, False)]
            pairs += [(block.attn.c_attn, mine.attention.query_key_value, True), (block.attn.c_proj, mine.attention.output, True)]
            pairs += [(block.mlp.c_fc, mine.feed_forward.widen, True), (block.mlp.c_proj, mine.feed_forward.narrow, True)]
        for their, mine, turned in pairs:
            their.weight.copy_(mine.weight.T if turned else mine.weight)
            their.bias.copy_(mine.bias)
    return ours, theirs


def torch_encoder() -> Any:
    """torch's own TransformerEncoder as a decoder of the same size: causal, norm first, the embedding as output layer."""
    import torch
    from torch import nn
    from torch.nn import functional as F

    class Encoder(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.token, self.place = nn.Embedding(VOCABULARY, 128), nn.Embedding(256, 128)
            layer = nn.TransformerEncoderLayer(128, 4, 512, dropout=0.0, activation="gelu", batch_first=True, norm_first=True)
            self.body = nn.TransformerEncoder(layer, 4, norm=nn.LayerNorm(128), enable_nested_tensor=False)
            self.register_buffer("mask", nn.Transformer.generate_square_subsequent_mask(LENGTH))

        def loss(self, ids: Any, targets: Any) -> Any:
            x = self.body(self.token(ids) + self.place.weight[: ids.shape[1]], mask=self.mask, is_causal=True)
            return F.cross_entropy(F.linear(x, self.token.weight).flatten(0, 1), targets.flatten())

    torch.manual_seed(0)
    return Encoder()


def batch() -> tuple[Any, Any]:
    """Inputs and targets, (12, 128) each."""
    import torch

    ids = torch.randint(VOCABULARY, (BATCH, LENGTH + 1), generator=torch.Generator().manual_seed(1))
    return ids[:, :-1].contiguous(), ids[:, 1:].contiguous()


def learner(name: str) -> Callable[[], None]:
    """Return what does some steps of training: ours by the course's loop, the others by the usual one."""
    import torch

    from bigmodel_edu.device import keep_memory
    from bigmodel_edu.training import TrainingConfig, train

    inputs, targets = batch()
    ours, theirs = small_gpt()
    if name == "ours":
        config = TrainingConfig(steps=STEPS, record_every=STEPS)
        return lambda: train(ours, lambda _: (inputs, targets), config, progress=False) and None
    if name.endswith("keep_memory"):
        keep_memory()
    model = torch_encoder() if "Encoder" in name else theirs
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.99), weight_decay=0.1, fused=True)
    weights = list(model.parameters())

    def work() -> None:
        for _ in range(STEPS):
            loss = model.loss(inputs, targets) if "Encoder" in name else theirs(inputs, labels=targets, shift_labels=targets).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)

    return work


def learn(name: str) -> None:
    """Train whenever a line comes in, and answer with the times."""
    import torch

    torch.set_num_threads(THREADS)
    work = learner(name)
    for _ in sys.stdin:
        cpu, clock = time.process_time(), time.perf_counter()
        work()
        print(json.dumps([time.process_time() - cpu, time.perf_counter() - clock]), flush=True)


def training(rounds: int) -> dict[str, Any]:
    """Steps of training: loss, gradients, clipping, AdamW; tokens a second. Each contender has a process of its own.

    In one process the memory that one contender has freed serves the next: how fast one is would depend on who else is there. The
    course's loop tells the allocator to keep memory, others don't; a last line shows GPT-2 with that, too.
    """
    import torch

    ours, theirs = small_gpt()
    inputs, targets = batch()
    with torch.no_grad():
        difference = abs(float(ours.loss(inputs, targets)) - float(theirs(inputs, labels=targets, shift_labels=targets).loss))
    names = ("ours", "transformers GPT-2", "torch TransformerEncoder", "transformers GPT-2 with our keep_memory")
    pipe, times = subprocess.PIPE, {}
    processes = {name: subprocess.Popen([sys.executable, __file__, "learn", name], stdin=pipe, stdout=pipe, text=True) for name in names}
    for number in range(rounds + 1):
        for name, process in processes.items():
            assert process.stdin and process.stdout
            print(file=process.stdin, flush=True)
            answer = json.loads(process.stdout.readline())
            if number:
                times.setdefault(name, []).append(answer)
    for process in processes.values():
        process.communicate()  # no more lines: it ends
    return {"times": times, "count": STEPS * BATCH * LENGTH, "difference": difference}


def theirs_writes(model: Any, ids: Any, tokens: int) -> list[int]:
    """Greedy generation by transformers, exactly so many tokens."""
    import torch

    with torch.inference_mode():
        written = model.generate(
            ids, attention_mask=torch.ones_like(ids), max_new_tokens=tokens, min_new_tokens=tokens, do_sample=False, pad_token_id=0
        )
    return written[0, ids.shape[1] :].tolist()


def writing_small(rounds: int) -> dict[str, Any]:
    """200 tokens after 16, one text, greedy, with caches."""
    import torch

    from bigmodel_edu.inference import Writer, generate

    ours, theirs = (model.eval() for model in small_gpt())
    theirs.generation_config.eos_token_id = None
    prompt = torch.randint(VOCABULARY, (16,), generator=torch.Generator().manual_seed(2)).tolist()
    writer, ids, texts = Writer(ours), torch.tensor([prompt]), {}
    contenders = {
        "ours": lambda: texts.update(ours=generate(writer, [prompt], 200)[0]),
        "transformers generate": lambda: texts.update(theirs=theirs_writes(theirs, ids, 200)),
    }
    times = in_turns(contenders, rounds)
    return {"times": times, "count": 200, "same": texts["ours"] == texts["theirs"]}


def their_smollm2(model: Any, dtype: Any) -> Any:
    """transformers' Llama with SmolLM2's weights."""
    from transformers import LlamaConfig, LlamaForCausalLM

    sizes = model.config
    config = LlamaConfig(
        vocab_size=sizes.vocabulary,
        hidden_size=sizes.width,
        intermediate_size=sizes.hidden,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        num_key_value_heads=sizes.key_heads,
        max_position_embeddings=sizes.context,
        rms_norm_eps=sizes.epsilon,
        rope_parameters={"rope_type": "default", "rope_theta": sizes.rotary_base},
        tie_word_embeddings=True,
        bos_token_id=1,
        eos_token_id=2,
    )
    names = {
        "attention_norm": "input_layernorm", "attention.query": "self_attn.q_proj", "attention.key": "self_attn.k_proj",
        "attention.value": "self_attn.v_proj", "attention.output": "self_attn.o_proj", "feed_forward_norm": "post_attention_layernorm",
        "feed_forward.gate": "mlp.gate_proj", "feed_forward.widen": "mlp.up_proj", "feed_forward.narrow": "mlp.down_proj",
    }  # fmt: skip
    state = {"model.embed_tokens.weight": model.token_embedding.weight, "model.norm.weight": model.norm.weight}
    for number, block in enumerate(model.blocks):
        for mine, their in names.items():
            state[f"model.layers.{number}.{their}.weight"] = block.get_submodule(mine).weight
    theirs = LlamaForCausalLM(config)
    state["lm_head.weight"] = state["model.embed_tokens.weight"]
    theirs.load_state_dict(state)
    theirs.generation_config.eos_token_id = None
    return theirs.to(dtype).eval()


def writing_smollm2(rounds: int) -> dict[str, Any]:
    """48 tokens of an answer after a chat prompt, one text, greedy, with caches."""
    import torch

    from bigmodel_edu.inference import Writer, generate, smollm2
    from bigmodel_edu.inference.chat import Turn

    whole = smollm2(bits=32)
    prompt = whole.encode_chat([Turn("user", "Explain in a few sentences what a language model is.")])
    ids, texts = torch.tensor([prompt]), {}
    writers = {"ours, 4 bits": Writer(smollm2(bits=4).model), "ours, 32 bits": Writer(whole.model)}
    peers = {name: their_smollm2(whole.model, dtype) for name, dtype in (("32", torch.float32), ("16", torch.bfloat16))}

    def ours(name: str) -> Callable[[], None]:
        return lambda: texts.update({name: generate(writers[name], [prompt], 48)[0]})

    def theirs(name: str) -> Callable[[], None]:
        return lambda: texts.update({name: theirs_writes(peers[name], ids, 48)})

    contenders = {name: ours(name) for name in writers}
    contenders |= {"transformers, 32 bits": theirs("32"), "transformers, 16 bits": theirs("16")}
    times = in_turns(contenders, max(2, rounds // 2))
    shared = next((place for place, (a, b) in enumerate(zip(texts["ours, 4 bits"], texts["ours, 32 bits"], strict=True)) if a != b), 48)
    answer = whole.tokenizer.decode(texts["ours, 4 bits"])
    return {"times": times, "count": 48, "same": texts["ours, 32 bits"] == texts["32"], "shared": shared, "answer": answer}


def merges(rounds: int) -> dict[str, Any]:
    """A tokenizer of 4,096 tokens from Shakespeare; and a piece of it with the plain algorithm."""
    from tokenizers import ByteLevelBPETokenizer

    from bigmodel_edu.data import shakespeare
    from bigmodel_edu.text import learn_merges, split, train_bpe

    text = shakespeare().text
    piece = text[:6_000]
    words = [word.encode() for word in split(piece)]

    def theirs() -> None:
        ByteLevelBPETokenizer().train_from_iterator([text], vocab_size=4_096, show_progress=False)

    whole = in_turns({"ours": lambda: train_bpe([text], 4_096), "tokenizers": theirs}, max(2, rounds // 2))
    found: dict[str, Any] = {}
    small = {
        "ours": lambda: found.update(ours=train_bpe([piece], 256 + 40).merges),
        "plain": lambda: found.update(plain=learn_merges(words, 40)),
    }
    small_times = in_turns(small, 2)
    same = [tuple(pair[:2]) for pair in found["ours"]] == [tuple(pair) for pair in found["plain"]]
    return {"times": whole, "small": small_times, "megabytes": len(text.encode()) / 1e6, "same": same}


def measure(out: Path) -> None:
    """Run everything in this process, and write the times."""
    import torch
    import transformers

    torch.set_num_threads(THREADS)
    transformers.logging.set_verbosity_error()
    results: dict[str, Any] = {"torch": torch.__version__, "transformers": transformers.__version__}
    for name, work in {"training": training, "small": writing_small, "smollm2": writing_smollm2, "merges": merges}.items():
        started = time.perf_counter()
        results[name] = work(ROUNDS)
        print(f"   {name}: {time.perf_counter() - started:.0f} s", flush=True)
    out.write_text(json.dumps(results), encoding="utf-8")


def ratio(times: Times, peer: str, ours: str = "ours") -> tuple[float, float]:
    """Median over the rounds of peer / ours: (processor, clock)."""
    pairs = list(zip(times[peer], times[ours], strict=True))
    processor, clock = (statistics.median(their[kind] / mine[kind] for their, mine in pairs) for kind in (0, 1))
    return processor, clock


def rows(times: Times, count: float, base: str = "ours") -> list[str]:
    """A line for each contender: tokens a second by clock and by processor, and how many times faster ours is."""
    lines = []
    for name, measured in times.items():
        cpu, clock = (statistics.median(each[kind] for each in measured) for kind in (0, 1))
        by_cpu, by_clock = ratio(times, name, base)
        lines.append(f"| {name} | {count / clock:,.0f} | {count / cpu:,.0f} | {by_cpu:.2f} | {by_clock:.2f} |")
    return lines


def report(results: dict[str, Any], line: str) -> str:
    """The page."""
    head = ["", "| | tokens/s, clock | tokens/processor-second | ÷ ours, processor | ÷ ours, clock |", "|---|---:|---:|---:|---:|"]
    train, small, chat, bpe = (results[name] for name in ("training", "small", "smollm2", "merges"))
    text = ["# Models and tokenizer", "", line, "", *(__doc__ or "").strip().splitlines(), ""]
    text += [
        "## Training",
        "",
        "4 layers, 4 heads, width 128, T 128, batch 12, vocabulary 4,096, float32: loss, gradients, clipping, fused AdamW.",
        "Ours by its whole loop, which tells the memory allocator to keep what is freed (`keep_memory`); the last line",
        "gives that to GPT-2 as well.",
    ]
    text += [f"Before the first step the two losses of ours and GPT-2 differ by {train['difference']:.1e}. Aim: at least 1.3.", *head]
    text += [*rows(train["times"], train["count"]), "", "## Writing, the same small model", ""]
    same = "the same" if small["same"] else "NOT the same"
    text += [f"200 tokens after 16, batch 1, greedy, with caches; both wrote {same} text. Aim: at least 3.", *head]
    text += [*rows(small["times"], small["count"]), "", "## Writing, SmolLM2-135M", ""]
    in_32 = ratio(chat["times"], "transformers, 32 bits", "ours, 32 bits")[0]
    same = "the same" if chat["same"] else "NOT the same"
    text += [
        f"48 tokens of a chat answer, batch 1, greedy, with caches. In 32 bits both wrote {same} text. The file holds 4 bits a weight:",
        "ours computes with them, transformers unpacks them. The 4-bit text shares its first "
        f"{chat['shared']} of 48 tokens with the 32-bit one.",
        "Aim: at least 1.5.",
        *head,
        *rows(chat["times"], chat["count"], "ours, 4 bits"),
        "",
        f"Ours in 32 bits against transformers in 32 bits: {in_32:.2f} by processor time; both read 540 MB of weights for every token.",
        "",
        "## Learning merges",
        "",
        f"Shakespeare, {bpe['megabytes']:.1f} MB, 4,096 tokens.",
        "",
        "| | clock s | processor s | ÷ ours, processor | ÷ ours, clock |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, measured in bpe["times"].items():
        cpu, clock = (statistics.median(each[kind] for each in measured) for kind in (0, 1))
        by_cpu, by_clock = ratio(bpe["times"], name)
        text.append(f"| {name} | {clock:.2f} | {cpu:.2f} | {by_cpu:.2f} | {by_clock:.2f} |")
    plain = ratio(bpe["small"], "plain")
    same = "the same" if bpe["same"] else "NOT the same"
    text += [
        "",
        f"40 merges of the first 6,000 characters: the plain algorithm takes {plain[0]:.0f} times as long; both learn {same} merges.",
        "",
    ]
    return "\n".join(text)


def main() -> None:
    """Install the peers, measure in their environment, and write models.md."""
    from peers import machine, python_with

    python = python_with("models", *PEERS)
    course = next(path for path in sys.path if path.endswith("site-packages"))  # PyTorch, NumPy and the data come from the course
    out = ROOT / ".venv-bench" / "models.json"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), course]), "OMP_NUM_THREADS": str(THREADS)}
    subprocess.run([python, __file__, "measure", out], check=True, env=environment)
    results = json.loads(out.read_text(encoding="utf-8"))
    versions = f"torch {results['torch']}, {', '.join(PEERS[:2])}"
    load = os.getloadavg()[1]
    line = f"`{COMMAND}`, {machine()}, {THREADS} threads, load {load:.1f} over 5 minutes, {ROUNDS} rounds, {versions}."
    page = report(results, line)
    (HERE / "models.md").write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["learn"]:
        learn(sys.argv[2])
    else:
        main()
