  # --- generation ---------------------------------------------------------------------------------
  # cache: per layer keys and values, each (D, kv_heads, capacity, d).

  def open_cache(self: __torch__.Transformer, size: Tensor) -> Tensor:
    rows, capacity = annotate(List[int], size.tolist())
    self.cache = annotate(List[Tensor], [])
    like = self.weights[0]
    for i in range(2 * self.layers):
      self.cache.append(torch.zeros([rows, self.kv_heads, capacity, self.head_size], dtype=like.dtype, layout=None, device=like.device))
    return size

  def close_cache(self: __torch__.Transformer, like: Tensor) -> Tensor:
    self.cache = annotate(List[Tensor], [])
    return like

  # Makes new rows out of the rows of the given indices.
  def select_rows(self: __torch__.Transformer, rows: Tensor) -> Tensor:
    for i in range(len(self.cache)):
      self.cache[i] = self.cache[i].index_select(0, rows)
    return rows

  def grow_cache(self: __torch__.Transformer, by: Tensor) -> Tensor:
    for i in range(len(self.cache)):
      self.cache[i] = torch.constant_pad_nd(self.cache[i], [0, 0, 0, int(by)])
    return by

  # Runs tokens and gives the logits (D, V) after the tokens named by `last`. For reading and writing
  # of the cache see `hidden`.
  def logits(self: __torch__.Transformer, ids: Tensor, positions: Tensor, rows: Tensor, pack: Tensor, slot: Tensor,
      lora_pack: Tensor, lora_slot: Tensor, sizes: Tensor, last: Tensor) -> Tensor:
    x = self.hidden(ids, positions, rows, pack, slot, lora_pack, lora_slot, self.leaves(False),
        annotate(List[int], sizes.tolist()))
    if last.numel() > 0:
      x = torch.embedding(x, last)
    return self.product(self.final_norm(x), 1).to(6)

  # Draws one token for each of the named rows (D), -1 where logits are no numbers. pieces: logits
  # (rows, V), one behind the other. draws: uniform in [0, 1) (D, 1), settings (D, 3): temperature (0:
  # the likeliest), top-p, top-k (0: all).
  def sample(self: __torch__.Transformer, pieces: List[Tensor], rows: Tensor, draws: Tensor, settings: Tensor) -> Tensor:
    logits = pieces[0] if len(pieces) == 1 else torch.cat(pieces)
    if rows.numel() > 0:
      logits = logits.index_select(0, rows)
    peak, best = torch.max(logits, 1)
    best = torch.where(torch.isfinite(peak), best, torch.full_like(best, -1))
    temperature = settings.narrow(1, 0, 1)
    if float(temperature.max()) == 0.:
      return best.cpu()
    ordered, order = torch.sort(logits / torch.clamp(temperature, 1e-6), 1, True)
    chances = torch.softmax(ordered, 1)
    k = settings.narrow(1, 2, 1)
    place = torch.arange(logits.size(1), device=logits.device).unsqueeze(0)
    chances = torch.where((k > 0) & (place >= k), torch.zeros_like(chances), chances)
    chances = chances / chances.sum([1], True)
    before = torch.cumsum(chances, 1) - chances
    chances = torch.where(before < settings.narrow(1, 1, 1), chances, torch.zeros_like(chances))
    reached = torch.cumsum(chances, 1)
    total = reached.narrow(1, logits.size(1) - 1, 1)
    place = (reached <= draws * total).to(4).sum([1], True)
    last = torch.clamp((chances > 0).to(4).sum([1], True) - 1, 0)
    drawn = order.gather(1, torch.minimum(place, last)).squeeze(1)
    return torch.where((temperature.squeeze(1) > 0) & (best >= 0), drawn, best).cpu()

