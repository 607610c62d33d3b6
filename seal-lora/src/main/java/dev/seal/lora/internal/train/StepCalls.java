package dev.seal.lora.internal.train;

import com.google.common.primitives.Floats;
import dev.seal.api.DeviceMemoryException;
import dev.seal.lora.internal.batch.Batch;
import dev.seal.lora.internal.script.NativeCall;
import dev.seal.lora.internal.script.NativeModule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The native calls of one training: one batch of each of some plans. */
final class StepCalls {

  private static final Logger LOG = LoggerFactory.getLogger(StepCalls.class);

  private final NativeModule module;
  private final int batchTokens;
  // Where the documents of a plan begin among those whose lower layers are settled.
  private final Map<PlanState, Integer> settled = new HashMap<>();
  private int settledDocuments;
  private long calls;
  private long tokens;
  private long slots;

  /**
   * What came of a call.
   *
   * @param report the plans' losses, then their gradient norms; nothing where memory ran out
   * @param slots how many positions the adapters' products had
   * @param outOfMemory why nothing was trained, if so
   */
  record Outcome(List<Float> report, int slots, @Nullable DeviceMemoryException outOfMemory) {}

  StepCalls(NativeModule module, int batchTokens) {
    this.module = module;
    this.batchTokens = batchTokens;
  }

  /** Runs all documents of a plan through the layers below every adapter, once for all epochs. */
  void settle(PlanState plan) {
    settled.put(plan, settledDocuments);
    List<Batch.Row> rows = new ArrayList<>();
    int sum = 0;
    for (Document document : plan.documents()) {
      if (!rows.isEmpty() && sum + document.tokens().size() > batchTokens) {
        settle(rows);
        rows.clear();
        sum = 0;
      }
      rows.add(new Batch.Row(document.tokens(), Batch.NO_ADAPTER, 0));
      sum += document.tokens().size();
    }
    settle(rows);
    settledDocuments += plan.documents().size();
  }

  /** Counts from the start again, as the script does when its bank is closed. */
  void forgetSettled() {
    settled.clear();
    settledDocuments = 0;
  }

  private void settle(List<Batch.Row> rows) {
    Batch batch = new Batch(rows, 0);
    try (NativeCall call = module.call("settle")) {
      batch.addTokens(call);
      batch.addAttentionPadding(call);
      call.addHost(new long[] {rows.size()});
      call.addHost(rows.stream().mapToLong(row -> row.tokens().size()).toArray()).run();
    }
  }

  /**
   * Trains the next batch of each of some plans.
   *
   * @param plans those that stand one behind the other in the bank
   * @param first the number of the first in the bank
   * @param alone whether no other call is made meanwhile
   */
  Outcome run(List<PlanState> plans, int first, boolean alone) {
    List<Batch.Row> rows = new ArrayList<>();
    List<Document> documents = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      for (Document document : plans.get(i).batch()) {
        rows.add(new Batch.Row(document.tokens(), i, 0));
        documents.add(document);
        owners.add(i);
      }
    }
    Batch batch = new Batch(rows, plans.size());
    int supervised = documents.stream().mapToInt(Document::supervised).sum();
    long[] from = new long[supervised];
    long[] targets = new long[supervised];
    long[] ownerOf = new long[supervised];
    float[] shares = new float[supervised];
    int at = 0;
    for (int row = 0; row < rows.size(); row++) {
      Document document = documents.get(row);
      float share = plans.get(owners.get(row)).share();
      for (int i = document.lossFrom(); i < document.tokens().size(); i++) {
        from[at] = batch.token(row, i - 1);
        targets[at] = document.tokens().get(i);
        ownerOf[at] = owners.get(row);
        shares[at] = share;
        at++;
      }
    }
    try (NativeCall call = alone ? module.call("step") : module.callSideBySide("step")) {
      batch.addTokens(call);
      batch.addPadding(call);
      call.addHost(new long[] {rows.size(), first, plans.size()}).addHost(settledNumbers(plans));
      call.add(from).add(targets).add(shares).add(ownerOf);
      call.addHost(control(plans), plans.size(), 4);
      return new Outcome(
          Floats.asList(call.run().get(0).toFloatArray()), batch.adapterSlots(), null);
    } catch (DeviceMemoryException e) {
      return new Outcome(List.of(), 0, e);
    }
  }

  /** Counts a call that trained some plans. */
  void take(List<PlanState> plans, Outcome outcome) {
    tokens += plans.stream().mapToLong(PlanState::batchTokens).sum();
    for (int i = 0; i < plans.size(); i++) {
      plans.get(i).advance(outcome.report.get(i), outcome.report.get(plans.size() + i));
    }
    calls++;
    slots += outcome.slots;
  }

  /** Says what the calls were. */
  void log(int plans) {
    LOG.debug(
        "{} plans: {} native calls, {} tokens; padded positions: 0.0 % of frozen products, {} % of"
            + " adapters' products",
        plans, calls, tokens, slots == 0 ? 0 : Math.round(1000. * (slots - tokens) / slots) / 10.);
  }

  private long[] settledNumbers(List<PlanState> plans) {
    return plans.stream()
        .filter(settled::containsKey)
        .flatMapToLong(
            plan ->
                IntStream.of(plan.batchNumbers())
                    .mapToLong(number -> settled.getOrDefault(plan, 0) + number))
        .toArray();
  }

  // (plans, 4), as the script has it.
  private static double[] control(List<PlanState> plans) {
    double[] control = new double[plans.size() * 4];
    for (int i = 0; i < plans.size(); i++) {
      PlanState plan = plans.get(i);
      control[4 * i] = plan.learningRate();
      control[4 * i + 1] = plan.plan().training().weightDecay();
      control[4 * i + 2] = plan.plan().training().clipNorm();
      control[4 * i + 3] = plan.completesStep() ? plan.steps().size() + 1 : 0;
    }
    return control;
  }
}
