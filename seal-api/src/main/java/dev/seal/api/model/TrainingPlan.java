package dev.seal.api.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides how one adapter comes out: documents, shape, settings, seed, and perhaps
 * where it starts and in which order documents are visited. The same plan gives the same adapter,
 * whatever is trained beside it, beyond f32 rounding. Immutable.
 */
public final class TrainingPlan {

  private final List<TrainingDocument> documents;
  private final LoraSpec lora;
  private final TrainingSpec training;
  private final long seed;
  private final @Nullable Adapter initialAdapter;
  private final @Nullable List<Integer> order;

  private TrainingPlan(Builder builder) {
    this.documents = builder.documents;
    this.lora = builder.lora;
    this.training = builder.training;
    this.seed = builder.seed;
    this.initialAdapter = builder.initialAdapter;
    this.order = builder.order;
  }

  /**
   * A builder with the paper's settings and seed 0.
   *
   * @param documents what to train on, at least one document
   * @return a new builder
   * @throws IllegalArgumentException if there is no document
   */
  public static Builder builder(List<TrainingDocument> documents) {
    return new Builder(documents);
  }

  /**
   * What is trained on.
   *
   * @return an unmodifiable list, not empty
   */
  public List<TrainingDocument> documents() {
    return documents;
  }

  /**
   * The adapter's shape.
   *
   * @return the shape; that of {@link #initialAdapter()} where there is one
   */
  public LoraSpec lora() {
    return lora;
  }

  /**
   * How it is trained.
   *
   * @return the settings
   */
  public TrainingSpec training() {
    return training;
  }

  /**
   * What the initial weights and the order of documents are drawn from.
   *
   * @return the seed
   */
  public long seed() {
    return seed;
  }

  /**
   * The adapter whose weights are copied as the start. It stays as it is and must be open when
   * training begins.
   *
   * @return the adapter, or empty for a fresh one: A uniform in {@code +-1/sqrt(in)} (Kaiming with
   *     a = sqrt 5, as PEFT does), B zero
   */
  public Optional<Adapter> initialAdapter() {
    return Optional.ofNullable(initialAdapter);
  }

  /**
   * The documents in the order in which they are visited, over all epochs.
   *
   * @return {@code epochs * documents().size()} indices, or empty for a new random order in each
   *     epoch
   */
  public Optional<List<Integer>> order() {
    return Optional.ofNullable(order);
  }

  /** Collects a {@link TrainingPlan}. Not safe for use by several threads. */
  public static final class Builder {

    private final List<TrainingDocument> documents;
    private LoraSpec lora = LoraSpec.builder().build();
    private TrainingSpec training = TrainingSpec.builder().build();
    private long seed;
    private @Nullable Adapter initialAdapter;
    private @Nullable List<Integer> order;

    private Builder(List<TrainingDocument> documents) {
      this.documents = List.copyOf(documents);
      if (documents.isEmpty()) {
        throw new IllegalArgumentException("a training plan needs at least one document");
      }
    }

    /**
     * Sets the adapter's shape; default the paper's.
     *
     * @param lora the shape
     * @return this
     */
    public Builder lora(LoraSpec lora) {
      this.lora = lora;
      return this;
    }

    /**
     * Sets how it is trained; default the paper's.
     *
     * @param training the settings
     * @return this
     */
    public Builder training(TrainingSpec training) {
      this.training = training;
      return this;
    }

    /**
     * Sets the seed; default 0.
     *
     * @param seed any number
     * @return this
     */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Starts from an adapter's weights and takes over its shape; default a fresh adapter.
     *
     * @param adapter an open adapter of the same model; it is copied when training begins and stays
     *     the caller's
     * @return this
     */
    public Builder initialAdapter(Adapter adapter) {
      this.initialAdapter = adapter;
      return this;
    }

    /**
     * Sets the order in which documents are visited over all epochs; default a new random order in
     * each epoch, drawn from the seed.
     *
     * @param order {@code epochs * documents.size()} indices of documents
     * @return this
     */
    public Builder order(List<Integer> order) {
      this.order = List.copyOf(order);
      return this;
    }

    /**
     * Builds.
     *
     * @return the plan
     * @throws IllegalArgumentException if the order has not {@code epochs * documents.size()}
     *     entries, or names a document that is not there
     */
    public TrainingPlan build() {
      if (initialAdapter != null) {
        lora = initialAdapter.spec();
      }
      if (order != null) {
        long visits = (long) training.epochs() * documents.size();
        if (order.size() != visits) {
          throw new IllegalArgumentException(
              "order must have epochs * documents = "
                  + visits
                  + " entries, but has "
                  + order.size());
        }
        for (int document : order) {
          if (document < 0 || document >= documents.size()) {
            throw new IllegalArgumentException(
                "order names document "
                    + document
                    + ", but documents go from 0 to "
                    + (documents.size() - 1));
          }
        }
      }
      return new TrainingPlan(this);
    }
  }
}
