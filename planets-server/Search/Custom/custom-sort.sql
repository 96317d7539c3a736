(select {extreme} from search.value x where x.position = s.position and x.parameter = @custom)
