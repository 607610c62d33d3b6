  # --- generation ---------------------------------------------------------------------------------
  # cache: per layer keys and values, (2, C, kv_heads, capacity, d), with C rows that requests come into and
  # leave. What is not yet written holds finite numbers: a softmax's zero times NaN would be NaN.

  # Makes rows out of the rows of the given indices (all of them where the cache is new: none) and further empty ones.
  # size: rows and capacity afterwards.
  def resize_cache(self: __torch__.Transformer, kept: Tensor, size: Tensor) -> Tensor:
    rows, capacity = annotate(List[int], size.tolist())
    like = self.weights[0]
    for i in range(self.layers):
      fresh = torch.zeros([2, rows, self.kv_heads, capacity, self.head_size], dtype=like.dtype, layout=None, device=like.device)
      if i < len(self.cache):
        old = self.cache[i]
        shared = min(capacity, old.size(3))
        part = fresh.narrow(1, 0, kept.size(0)).narrow(3, 0, shared)
        part.copy_(old.narrow(3, 0, shared).index_select(1, kept))
        self.cache[i] = fresh
      else:
        self.cache.append(fresh)
    return kept

  def close_cache(self: __torch__.Transformer, like: Tensor) -> Tensor:
    self.cache = annotate(List[Tensor], [])
    return like

  def clear_rows(self: __torch__.Transformer, rows: Tensor) -> Tensor:
    for i in range(len(self.cache)):
      self.cache[i].index_fill_(1, rows, 0.)
    return rows

  # Copies the first `length` positions of rows to other rows.
  def copy_rows(self: __torch__.Transformer, source: Tensor, target: Tensor, length: Tensor) -> Tensor:
    for i in range(len(self.cache)):
      part = self.cache[i].narrow(3, 0, int(length))
      part.index_copy_(1, target, part.index_select(1, source))
    return source

  # Where keys and then values of tokens stand in a layer's cache seen as lines of d, (M 2 kv_heads).
  def places(self: __torch__.Transformer, rows: Tensor, positions: Tensor) -> Tensor:
    count, capacity = self.cache[0].size(1), self.cache[0].size(3)
    head = torch.arange(self.kv_heads, device=rows.device)
    each = torch.cat([head, head + count * self.kv_heads]).unsqueeze(0)
    at = (rows.unsqueeze(1) * self.kv_heads + each) * capacity + positions.unsqueeze(1)
    return at.view([-1])

  # Writes keys and values of tokens. both (M, 2 kv_heads, d): keys, then values.
  def remember(self: __torch__.Transformer, layer: int, both: Tensor, places: Tensor) -> Tensor:
    lines = self.cache[layer].view([-1, self.head_size])
    return lines.index_copy_(0, places, both.reshape([-1, self.head_size]))

  # For rows of several tokens each that follow what their rows of the cache hold: those rows (D), and what is
  # added to the scores of each of their tokens (D, 1, T, length), 0 or minus infinity.
  def look_back(self: __torch__.Transformer, rows: Tensor, positions: Tensor, pack: Tensor, depth: int,
      length: int) -> Tuple[Tensor, Tensor]:
    if pack.numel() > 0:
      rows = rows.index_select(0, pack)
      positions = positions.index_select(0, pack)
    which = rows.view([depth, -1]).select(1, 0).contiguous()
    unseen = torch.arange(length, device=rows.device) > positions.view([depth, 1, -1, 1])
    mask = torch.zeros([depth, 1, unseen.size(2), length], dtype=self.compute_type, layout=None, device=rows.device)
    return (which, mask.masked_fill_(unseen, float("-inf")))

  # Attention of such rows. q (M, heads, d), result (M, heads d).
  def attend_cached(self: __torch__.Transformer, q: Tensor, layer: int, which: Tensor, mask: Tensor, pack: Tensor,
      slot: Tensor) -> Tensor:
    if pack.numel() > 0:
      q = torch.embedding(q.reshape([q.size(0), -1]), pack)
    rows, length = mask.size(0), mask.size(3)
    q = q.reshape([rows, -1, self.heads, self.head_size]).transpose(1, 2)  # (D, heads, T, d)
    both = self.cache[layer].narrow(3, 0, length).index_select(1, which)
    both = torch.repeat_interleave(both, torch.floordiv(self.heads, self.kv_heads), 2)  # (2, D, heads, length, d)
    mixed = torch.scaled_dot_product_attention(q, both[0], both[1], mask, 0., False, scale=None, enable_gqa=False)
    mixed = mixed.transpose(1, 2).reshape([-1, self.heads * self.head_size])  # (D T, heads d)
    if pack.numel() > 0:
      mixed = torch.embedding(mixed, slot)
    return mixed

  # Runs tokens and gives the logits (D, V) after the tokens named by `last`, nothing where that is empty. For reading
  # and writing of the cache see `hidden`.
  def logits(self: __torch__.Transformer, ids: Tensor, positions: Tensor, rows: Tensor, pack: Tensor, slot: Tensor,
      lora_pack: Tensor, lora_slot: Tensor, sizes: Tensor, last: Tensor) -> Tensor:
    x = self.hidden(ids, positions, rows, pack, slot, lora_pack, lora_slot, self.values,
        annotate(List[int], sizes.tolist()))
    if last.numel() == 0:
      return last
    return self.product(self.final_norm(torch.embedding(x, last)), 1).to(6)

  # --- one token a row, several steps a call ------------------------------------------------------
  # Token i is that of row rows[i] of the cache, and row j's token is tokens[j]; both are empty where token i is
  # row i's. There is one token for every row of the cache.

  # The scores (rows, kv_heads, heads / kv_heads, length) need every key of a row once: plain products are faster
  # for it on a CPU than the fused kernel. mask (rows kv_heads, 1, length). Result (M, heads d).
  def attend_one(self: __torch__.Transformer, q: Tensor, layer: int, rows: Tensor, tokens: Tensor, mask: Tensor) -> Tensor:
    if tokens.numel() > 0:
      q = q.index_select(0, tokens)
    count, length = q.size(0), mask.size(2)
    both = self.cache[layer].narrow(3, 0, length)  # (2, rows, kv_heads, length, d)
    if q.is_cuda:
      grouped = q.reshape([count, self.kv_heads, -1, self.head_size])
      seen = mask.view([count, self.kv_heads, 1, length])
      mixed = torch.scaled_dot_product_attention(grouped, both[0], both[1], seen, 0., False, scale=None, enable_gqa=False)
    else:
      flat = both.view([2, -1, length, self.head_size])
      grouped = q.reshape([count * self.kv_heads, -1, self.head_size])
      scores = torch.baddbmm(mask, grouped, flat[0].transpose(1, 2), beta=1, alpha=self.head_size ** -0.5)
      mixed = torch.bmm(torch.softmax(scores, -1), flat[1])
    mixed = mixed.reshape([count, self.heads * self.head_size])
    if rows.numel() > 0:
      mixed = mixed.index_select(0, rows)
    return mixed

  # The logits (M, V) after one more token of each row, which enters the cache.
  def step_on(self: __torch__.Transformer, ids: Tensor, positions: Tensor, rows: Tensor, tokens: Tensor, pack: Tensor,
      slot: Tensor, leaves: List[Tensor], adapted: int, length: int) -> Tensor:
    x = torch.embedding(self.weights[0], ids)  # (M, H)
    count = x.size(0)
    turning, all = self.heads + self.kv_heads, self.heads + 2 * self.kv_heads
    half = torch.floordiv(self.head_size, 2)
    angles = positions.to(6).view([-1, 1, 1]) * self.weights[3]  # (M, 1, d)
    sines = torch.sin(angles)
    sines = torch.cat([-sines.narrow(2, 0, half), sines.narrow(2, half, half)], 2)
    # Values go through the rotation of queries and keys with an angle of 0: (M, heads + 2 kv_heads, d).
    cosines = torch.constant_pad_nd(torch.cos(angles).expand([-1, turning, -1]), [0, 0, 0, self.kv_heads], 1.).to(x.dtype)
    sines = torch.constant_pad_nd(sines.expand([-1, turning, -1]), [0, 0, 0, self.kv_heads], 0.).to(x.dtype)
    own = rows if rows.numel() > 0 else torch.arange(count, device=x.device)
    places = self.places(own, positions)
    at_row = positions if tokens.numel() == 0 else positions.index_select(0, tokens)
    unseen = torch.arange(length, device=x.device) > torch.repeat_interleave(at_row, self.kv_heads).view([-1, 1, 1])
    mask = torch.zeros([count * self.kv_heads, 1, length], dtype=x.dtype, layout=None, device=x.device)
    mask.masked_fill_(unseen, float("-inf"))
    for layer in range(self.layers):
      at = 4 + layer * 12
      normed = self.scaled(x, self.inverse_rms(x), self.weights[at])
      kept = annotate(List[Tensor], [])
      qkv = self.project(normed, layer, 0, leaves, self.scales, pack, slot, adapted, kept).view([count, all, self.head_size])
      qkv = self.norm_heads(qkv, layer)
      turned = torch.roll(qkv, [half], [2])
      qkv = torch.addcmul(qkv * cosines, turned, sines)
      self.remember(layer, qkv.narrow(1, self.heads, 2 * self.kv_heads), places)
      mixed = self.attend_one(qkv.narrow(1, 0, self.heads), layer, rows, tokens, mask)
      x = x.add_(self.project(mixed, layer, 1, leaves, self.scales, pack, slot, adapted, kept))
      normed = self.scaled(x, self.inverse_rms(x), self.weights[at + 7])
      fed = self.project(normed, layer, 2, leaves, self.scales, pack, slot, adapted, kept)
      inner = torch.silu(fed.narrow(1, 0, self.intermediate))
      inner.mul_(fed.narrow(1, self.intermediate, self.intermediate))
      x = x.add_(self.project(inner, layer, 3, leaves, self.scales, pack, slot, adapted, kept))
    return self.product(self.final_norm(x), 1).to(6)

  # Draws up to so many tokens for each row: (steps, M), in the order of the tokens, -1 where logits are no numbers
  # (the row then stands still, as it does at the other ends), -2 where a row stands still. Ends when all do.
  # state (M, 4 + stops): last token, its position, tokens that may follow (0: the row stands still), among these the
  # tokens that may not be a stop, then the stops, -1 where there are fewer. chances (M, 3 + steps): temperature, top-p,
  # top-k, then a uniform number in [0, 1) for each step. order: rows, tokens, and `pack` and `slot` of adapters, one
  # behind the other. sizes: how many rows (and tokens) and how many of `pack` are in it, tokens with an adapter, longest
  # row in the cache with its last token, steps, whether any row is sampled.
  def decode(self: __torch__.Transformer, state: Tensor, chances: Tensor, order: Tensor, sizes: Tensor) -> Tensor:
    named, packed, adapted, length, steps, sampled = annotate(List[int], sizes.tolist())
    rows = order.narrow(0, 0, named)
    tokens = order.narrow(0, named, named)
    pack = order.narrow(0, 2 * named, packed)
    slot = order.narrow(0, 2 * named + packed, adapted if packed > 0 else 0)
    leaves = self.values
    ids = state.select(1, 0).contiguous()
    positions = state.select(1, 1).contiguous()
    room = state.select(1, 2)
    barred = state.select(1, 3)
    stops = state.narrow(1, 4, state.size(1) - 4)
    settings = chances.narrow(1, 0, 3)
    barring = int(barred.max())
    found = torch.full([steps, ids.size(0)], -2, dtype=4, layout=None, device=ids.device)
    live = room > 0
    step = 0
    going = True
    while going:
      logits = self.step_on(ids, positions, rows, tokens, pack, slot, leaves, adapted, min(length + step, self.cache[0].size(3)))
      if barring > step:
        self.bar(logits, stops, barred > step)
      drawn = self.draw(logits, chances.narrow(1, 3 + step, 1), settings, live, sampled > 0)
      found[step].copy_(torch.where(live, drawn, found[step]))
      step = step + 1
      live = live & (drawn >= 0) & (room > step) & torch.logical_not((drawn.unsqueeze(1) == stops).any(1))
      ids = torch.where(live, drawn, ids)
      positions = positions + live.to(4)
      going = step < steps
      if going:
        going = bool(live.any())
    return found.narrow(0, 0, step).cpu()

  # --- sampling -----------------------------------------------------------------------------------

  # Makes stops (D, any number, -1: none) impossible in the logits (D, V) of rows.
  def bar(self: __torch__.Transformer, logits: Tensor, stops: Tensor, rows: Tensor) -> Tensor:
    never = torch.zeros(stops.size(), dtype=6, layout=None, device=logits.device)
    never.masked_fill_((stops >= 0) & rows.unsqueeze(1), float("-inf"))
    return logits.scatter_add_(1, torch.clamp(stops, 0), never)

  # Draws the first token of rows (D), -1 where logits are no numbers. pieces: logits, one behind the other, of which
  # row i has the which[i]-th. state and chances: those of `decode`, with one step.
  def first(self: __torch__.Transformer, pieces: List[Tensor], which: Tensor, state: Tensor, chances: Tensor) -> Tensor:
    logits = torch.cat(pieces).index_select(0, which)
    settings = chances.narrow(1, 0, 3)
    self.bar(logits, state.narrow(1, 4, state.size(1) - 4), state.select(1, 3) > 0)
    sampled = float(settings.select(1, 0).max()) > 0.
    return self.draw(logits, chances.narrow(1, 3, 1), settings, torch.ones_like(which) > 0, sampled).cpu()

  # Draws one token for each row (D), -1 where logits (D, V) are no numbers, anything where a row is not live. draws:
  # uniform in [0, 1) (D, 1), settings (D, 3): temperature (0: the likeliest), top-p, top-k (0: all). The 32
  # likeliest tokens are put in order first, and 16 times as many only for rows whose draw may lie behind.
  def draw(self: __torch__.Transformer, logits: Tensor, draws: Tensor, settings: Tensor, live: Tensor, sampled: bool) -> Tensor:
    peak, best = torch.max(logits, 1)
    best = torch.where(torch.isfinite(peak), best, torch.full_like(best, -1))
    if not sampled:
      return best
    temperature = settings.narrow(1, 0, 1)
    scaled = logits / torch.clamp(temperature, 1e-6)
    total = torch.logsumexp(scaled, [1], True)
    drawing = (temperature.squeeze(1) > 0) & (best >= 0)
    drawn = torch.where(drawing & live, torch.full_like(best, -1), best)
    every = logits.size(1)
    ordered = min(every, 32)
    open = torch.nonzero(drawing & live).squeeze(1)
    while open.size(0) > 0:
      likely, order = torch.topk(scaled.index_select(0, open), ordered, 1, True, True)
      chances = torch.exp(likely - total.index_select(0, open))
      place = self.pick(chances, draws.index_select(0, open), settings.index_select(0, open), ordered == every)
      token = torch.where(place < 0, place, order.gather(1, torch.clamp(place, 0)))
      drawn.index_copy_(0, open, token.squeeze(1))
      open = open.index_select(0, torch.nonzero(place.squeeze(1) < 0).squeeze(1))
      ordered = min(every, ordered * 16)
    return drawn

  # The place (D, 1) that a draw has among the falling chances (D, any number) of the likeliest tokens, -1 where it is
  # not known yet because it may lie behind them, which it does not if these are all.
  def pick(self: __torch__.Transformer, chances: Tensor, draws: Tensor, settings: Tensor, all: bool) -> Tensor:
    p = settings.narrow(1, 1, 1)
    k = settings.narrow(1, 2, 1).to(4)
    count = chances.size(1)
    numbers = torch.arange(count, device=chances.device).unsqueeze(0)
    limited = k > 0
    reach = torch.cumsum(chances, 1)
    mass = torch.where(limited, reach.gather(1, torch.clamp(k, 1, count) - 1), torch.ones_like(draws))
    chances = torch.where(limited & (numbers >= k), torch.zeros_like(chances), chances) / mass
    before = torch.cumsum(chances, 1) - chances
    chances = torch.where(before < p, chances, torch.zeros_like(chances))
    reached = torch.cumsum(chances, 1)
    end = reached.narrow(1, count - 1, 1)
    within = limited & (k <= count)
    open_end = (p >= 1.) & torch.logical_not(within)
    bound = draws * torch.where(open_end, torch.ones_like(end), end)
    if all:
      bound = draws * end
    place = (reached <= bound).to(4).sum([1], True)
    last = torch.clamp((chances > 0).to(4).sum([1], True) - 1, 0)
    if all:
      return torch.minimum(place, last)
    known = torch.where(open_end, end > bound, end >= p) & torch.logical_not(k > count)
    return torch.where(known | within, torch.minimum(place, last), torch.full_like(place, -1))

