package dev.seal.api.model;

import java.util.Arrays;
import java.util.List;

/** An immutable sequence of token ids of one model's vocabulary. */
public final class TokenIds {

  private final int[] ids;

  private TokenIds(int[] ids) {
    this.ids = ids;
  }

  /**
   * A copy of the given ids.
   *
   * @param ids token ids, none negative
   * @return the sequence
   * @throws IllegalArgumentException if an id is negative
   */
  public static TokenIds of(int... ids) {
    for (int id : ids) {
      if (id < 0) {
        throw new IllegalArgumentException("token ids must be >= 0, but was " + id);
      }
    }
    return new TokenIds(ids.clone());
  }

  /**
   * A copy of the given ids.
   *
   * @param ids token ids, none negative
   * @return the sequence
   * @throws IllegalArgumentException if an id is negative
   */
  public static TokenIds of(List<Integer> ids) {
    return of(ids.stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * How many tokens there are.
   *
   * @return the length, 0 or more
   */
  public int size() {
    return ids.length;
  }

  /**
   * The id at a position.
   *
   * @param position from 0 to {@code size() - 1}
   * @return the id
   */
  public int get(int position) {
    return ids[position];
  }

  /**
   * A copy as an array.
   *
   * @return a new array of length {@link #size()}
   */
  public int[] toArray() {
    return ids.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenIds that && Arrays.equals(ids, that.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return Arrays.toString(ids);
  }
}
