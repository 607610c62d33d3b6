package dev.seal.lora.internal.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.common.primitives.Floats;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.Progress;
import dev.seal.api.model.Tokenizer;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingResult;
import dev.seal.lora.internal.adapter.BankLayout;
import dev.seal.lora.internal.adapter.NativeAdapter;
import dev.seal.lora.internal.batch.Batch;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.script.NativeCall;
import dev.seal.lora.internal.script.NativeModule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
  private final int batchTokens;
  private final AdapterMaker maker;

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
      int batchTokens,
      AdapterMaker maker) {
    this.module = module;
    this.config = config;
    this.tokenizer = tokenizer;
    this.batchTokens = batchTokens;
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
    boolean summed = states.stream().anyMatch(state -> state.plan().training().accumulation() > 1);
    Deque<PlanState> waiting = new ArrayDeque<>(states);
    waiting.removeIf(PlanState::isDone);
    List<PlanState> active = new ArrayList<>();
    long total = states.stream().mapToLong(PlanState::totalSteps).sum();
    while (!waiting.isEmpty() || !active.isEmpty()) {
      admit(waiting, active, layout, summed);
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

  // Plans that failed count as done, so that progress reaches its total.
  private static long stepsDone(List<PlanState> states) {
    return states.stream()
        .mapToLong(state -> state.failure() == null ? state.steps().size() : state.totalSteps())
        .sum();
  }

  private void admit(
      Deque<PlanState> waiting, List<PlanState> active, BankLayout layout, boolean summed) {
    int tokens = active.stream().mapToInt(PlanState::largestBatch).sum();
    List<PlanState> entering = new ArrayList<>();
    while (!waiting.isEmpty()
        && (tokens == 0 || tokens + waiting.element().largestBatch() <= batchTokens)) {
      tokens += waiting.element().largestBatch();
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
          call.addHost(new long[] {summed ? 1 : 0}).run();
        }
      } else {
        try (NativeCall call = module.call("admit")) {
          call.addHost(layout.ranks()).add(values).add(scales, shape).run();
        }
      }
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

  private void step(List<PlanState> active) {
    List<Batch.Row> rows = new ArrayList<>();
    List<Document> documents = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    for (int i = 0; i < active.size(); i++) {
      for (Document document : active.get(i).batch()) {
        rows.add(new Batch.Row(document.tokens(), i, 0));
        documents.add(document);
        owners.add(i);
      }
    }
    Batch batch = new Batch(rows, active.size());
    int supervised = documents.stream().mapToInt(Document::supervised).sum();
    long[] tokens = new long[supervised];
    long[] targets = new long[supervised];
    long[] ownerOf = new long[supervised];
    float[] shares = new float[supervised];
    int at = 0;
    for (int row = 0; row < rows.size(); row++) {
      Document document = documents.get(row);
      float share = active.get(owners.get(row)).share();
      for (int i = document.lossFrom(); i < document.tokens().size(); i++) {
        tokens[at] = batch.token(row, i - 1);
        targets[at] = document.tokens().get(i);
        ownerOf[at] = owners.get(row);
        shares[at] = share;
        at++;
      }
    }
    double[] control = new double[active.size() * 4];
    for (int i = 0; i < active.size(); i++) {
      PlanState state = active.get(i);
      control[4 * i] = state.learningRate();
      control[4 * i + 1] = state.plan().training().weightDecay();
      control[4 * i + 2] = state.plan().training().clipNorm();
      control[4 * i + 3] = state.completesStep() ? state.steps().size() + 1 : 0;
    }
    try (NativeCall call = module.call("step")) {
      batch.addTokens(call);
      batch.addPadding(call);
      batch.addSizes(call, 0, 0);
      call.add(tokens).add(targets).add(shares).add(ownerOf).addHost(control, active.size(), 4);
      float[] report = call.run().get(0).toFloatArray(); // (2, adapters)
      for (int i = 0; i < active.size(); i++) {
        active.get(i).advance(report[i], report[active.size() + i]);
      }
    }
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
  }

  private static TrainingResult result(PlanState state, @Nullable Adapter adapter) {
    if (adapter != null) {
      return TrainingResult.trained(adapter, state.steps(), state.trainedTokens());
    }
    return TrainingResult.failed(
        Objects.requireNonNull(state.failure()), state.steps(), state.trainedTokens());
  }
}
