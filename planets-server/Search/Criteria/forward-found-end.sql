 offset 0) found
  cross join lateral (select f.position, f.stream from {state} f where f.tokens @> array[found.self # @key] offset 0) o
