) o where o.tokens @> array[s.self # @key])
