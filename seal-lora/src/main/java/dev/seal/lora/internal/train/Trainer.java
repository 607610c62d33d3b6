package dev.seal.lora.internal.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.common.primitives.Floats;
import dev.seal.api.DeviceMemoryException;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.Progress;
import dev.seal.api.model.Tokenizer;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingResult;
import dev.seal.lora.internal.adapter.BankLayout;
import dev.seal.lora.internal.adapter.NativeAdapter;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.script.NativeCall;
import dev.seal.lora.internal.script.NativeModule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains plans side by side. Each native call takes the next batch of every plan in the bank; a
 * plan leaves the bank when it is done, and waiting plans enter in their order as far as the token
 * budget goes. To be used under the module's lock.
 */
public final class Trainer {

  private final NativeModule module;
  private final ModelConfig config;
  private final Tokenizer tokenizer;
  private final EngineOptions options;
  private final StepCalls steps;
  private final AdapterMaker maker;
  private int batchTokens; // falls where the device's memory runs out

  /** Makes an adapter of values that the module owns. */
  @FunctionalInterface
  public interface AdapterMaker {
    Adapter make(LoraSpec spec, BankLayout layout, NDArray values);
  }

  /** A trainer for one model. */
  public Trainer(
      NativeModule module,
      ModelConfig config,
      Tokenizer tokenizer,
      EngineOptions options,
      AdapterMaker maker) {
    this.module = module;
    this.config = config;
    this.tokenizer = tokenizer;
    this.options = options;
    this.batchTokens = options.batchTokens();
    this.steps = new StepCalls(module, options.batchTokens());
    this.maker = maker;
  }

  /** See {@link dev.seal.api.model.LanguageModel#train}. */
  public List<TrainingResult> train(List<TrainingPlan> plans, Progress progress) {
    List<PlanState> states = new ArrayList<>();
    for (TrainingPlan plan : plans) {
      plan.initialAdapter().ifPresent(adapter -> NativeAdapter.of(adapter, module));
      List<Document> documents =
          plan.documents().stream()
              .map(
                  document ->
                      Document.of(
                          document, tokenizer, plan.training().maxLength(), config.contextWindow()))
              .toList();
      states.add(new PlanState(plan, documents, BankLayout.of(config, plan.lora())));
    }
    if (states.isEmpty()) {
      return List.of();
    }
    module.packForTraining();
    @Nullable Adapter[] adapters = new Adapter[states.size()];
    try {
      runAll(states, adapters, progress);
      steps.log(states.size());
    } catch (Throwable t) {
      for (Adapter adapter : adapters) {
        if (adapter != null) {
          adapter.close();
        }
      }
      try {
        closeBank();
      } catch (RuntimeException again) {
        t.addSuppressed(again);
      }
      throw t;
    }
    List<TrainingResult> results = new ArrayList<>();
    for (int i = 0; i < adapters.length; i++) {
      results.add(result(states.get(i), adapters[i]));
    }
    return results;
  }

  private void runAll(List<PlanState> states, @Nullable Adapter[] adapters, Progress progress) {
    BankLayout layout = BankLayout.union(config, states.stream().map(PlanState::layout).toList());
    Deque<PlanState> waiting = new ArrayDeque<>(states);
    waiting.removeIf(PlanState::isDone);
    Room room = room(waiting, layout);
    List<PlanState> active = new ArrayList<>();
    long total = states.stream().mapToLong(PlanState::totalSteps).sum();
    while (!waiting.isEmpty() || !active.isEmpty()) {
      admit(waiting, active, layout, room);
      step(active);
      List<PlanState> left = active.stream().filter(state -> !state.isDone()).toList();
      if (left.size() < active.size()) {
        for (PlanState state : active) {
          if (state.isDone() && state.failure() == null) {
            adapters[states.indexOf(state)] = take(state, active.indexOf(state), layout);
          }
        }
        keep(active, left);
        active = new ArrayList<>(left);
      }
      progress.update(stepsDone(states), total);
    }
  }

  /**
   * What the bank takes in.
   *
   * @param tokens of the plans' batches together, on average
   * @param plans how many
   * @param summed whether gradients of several batches make a step for one of them
   */
  private record Room(long tokens, long plans, boolean summed) {}

  private Room room(Collection<PlanState> plans, BankLayout layout) {
    boolean summed = plans.stream().anyMatch(state -> state.plan().training().accumulation() > 1);
    long tokens = plans.stream().mapToLong(PlanState::meanBatch).sum();
    long bytes = layout.size() * Float.BYTES * (summed ? 5 : 4);
    long most = Math.max(1, ((long) options.adapterMebibytes() << 20) / bytes);
    return new Room(Cut.fill(tokens, options.batchTokens()), most, summed);
  }

  // Plans that failed count as done, so that progress reaches its total.
  private static long stepsDone(List<PlanState> states) {
    return states.stream()
        .mapToLong(state -> state.failure() == null ? state.steps().size() : state.totalSteps())
        .sum();
  }

  private void admit(
      Deque<PlanState> waiting, List<PlanState> active, BankLayout layout, Room room) {
    List<PlanState> entering = new ArrayList<>();
    long tokens = active.stream().mapToLong(PlanState::meanBatch).sum();
    while (!waiting.isEmpty()
        && active.size() + entering.size() < room.plans()
        && (tokens == 0 || tokens + waiting.element().meanBatch() / 2 <= room.tokens())) {
      tokens += waiting.element().meanBatch();
      entering.add(waiting.remove());
    }
    if (entering.isEmpty()) {
      return;
    }
    try (NDManager scope = module.newScope()) {
      List<NDArray> values = new ArrayList<>();
      List<float[]> each = new ArrayList<>();
      for (PlanState state : entering) {
        values.add(initialValues(state, layout, scope));
        each.add(state.layout().scales(state.plan().lora()));
      }
      float[] scales = Floats.concat(each.toArray(float[][]::new)); // (entering, layers * 7)
      long[] shape = {entering.size(), scales.length / entering.size()};
      if (active.isEmpty()) {
        try (NativeCall call = module.call("open_bank")) {
          call.addHost(layout.ranks()).add(values).add(scales, shape).run();
        }
        try (NativeCall call = module.call("open_training")) {
          call.addHost(new long[] {room.summed() ? 1 : 0}).run();
        }
      } else {
        try (NativeCall call = module.call("admit")) {
          call.addHost(layout.ranks()).add(values).add(scales, shape).run();
        }
      }
    }
    if (layout.lowestLayer() > 0) {
      entering.forEach(steps::settle);
    }
    active.addAll(entering);
  }

  private NDArray initialValues(PlanState state, BankLayout layout, NDManager scope) {
    Optional<Adapter> initial = state.plan().initialAdapter();
    if (initial.isPresent()) {
      return NativeAdapter.of(initial.get(), module).valuesIn(layout, scope);
    }
    NDArray fresh = scope.create(state.layout().fresh(state.plan().seed()));
    return state.layout().sameAs(layout)
        ? fresh
        : NativeAdapter.relayout(module, fresh, state.layout(), layout, scope);
  }

  // Trains each plan's next batch. Where the device's memory runs out, a range is halved, and what
  // shared a turn no longer does: all that reached the bank of the failed call is gradients, which
  // the next call writes anew. Later steps are cut as small from the start.
  private void step(List<PlanState> active) {
    List<Integer> tokens = active.stream().map(PlanState::batchTokens).toList();
    Deque<List<Cut.Range>> turns =
        new ArrayDeque<>(Cut.turns(tokens, batchTokens, module.threads()));
    while (!turns.isEmpty()) {
      List<Cut.Range> turn = turns.remove();
      List<StepCalls.Outcome> outcomes = run(active, turn);
      for (int i = 0; i < turn.size(); i++) {
        Cut.Range range = turn.get(i);
        List<PlanState> some = active.subList(range.from(), range.to());
        DeviceMemoryException outOfMemory = outcomes.get(i).outOfMemory();
        if (outOfMemory == null) {
          steps.take(some, outcomes.get(i));
        } else if (turn.size() == 1 && range.size() == 1) {
          some.get(0)
              .failWith(
                  tokens.get(range.from()) + " tokens are too many: " + outOfMemory.getMessage());
        } else {
          some.forEach(PlanState::split);
          int all = turn.stream().mapToInt(each -> each.sum(tokens)).sum();
          batchTokens = Math.max(1, Math.min(batchTokens, all / 2));
          range.halves().forEach(half -> turns.add(List.of(half)));
        }
      }
    }
  }

  private List<StepCalls.Outcome> run(List<PlanState> active, List<Cut.Range> turn) {
    boolean alone = turn.size() == 1;
    List<Supplier<StepCalls.Outcome>> work = new ArrayList<>();
    for (Cut.Range range : turn) {
      List<PlanState> some = active.subList(range.from(), range.to());
      work.add(() -> steps.run(some, range.from(), alone));
    }
    return alone ? List.of(work.get(0).get()) : module.sideBySide(work);
  }

  private @Nullable Adapter take(PlanState state, int index, BankLayout layout) {
    try (NDManager scope = module.newScope();
        NativeCall call = module.call("take")) {
      NDList found = call.addHost(new long[] {index}).run();
      if (found.get(1).toLongArray()[0] == 0) {
        state.fail("the last step left values that are not finite");
        return null;
      }
      NDArray values = found.get(0);
      if (!state.layout().sameAs(layout)) {
        values = NativeAdapter.relayout(module, values, layout, state.layout(), scope);
      }
      return maker.make(state.plan().lora(), state.layout(), module.adopt(values));
    }
  }

  private void keep(List<PlanState> active, List<PlanState> left) {
    if (left.isEmpty()) {
      closeBank();
      return;
    }
    try (NativeCall call = module.call("keep")) {
      call.addHost(left.stream().mapToLong(active::indexOf).toArray()).run();
    }
  }

  private void closeBank() {
    try (NativeCall call = module.call("close_bank")) {
      call.addDevice().run();
    }
    steps.forgetSettled();
  }

  private static TrainingResult result(PlanState state, @Nullable Adapter adapter) {
    TrainingResult result =
        adapter != null
            ? TrainingResult.trained(adapter, state.steps(), state.trainedTokens())
            : TrainingResult.failed(
                Objects.requireNonNull(state.failure()), state.steps(), state.trainedTokens());
    return result.withSplits(state.splits());
  }
}
