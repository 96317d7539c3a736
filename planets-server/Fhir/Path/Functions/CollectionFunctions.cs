using Phr.Fhir.Path.Evaluation;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Functions;

/// <summary>Existence, subsetting and combining (FHIRPath §5.1, §5.3, §5.4).</summary>
internal static class CollectionFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("empty", 0, 0, (in Call call) => Collection.Of(call.Input.IsEmpty)),
        new("exists", 0, 1, Exists),
        new("all", 1, 1, ForAll),
        new("allTrue", 0, 0, (in Call call) => Collection.Of(!Has(call, false))),
        new("anyTrue", 0, 0, (in Call call) => Collection.Of(Has(call, true))),
        new("allFalse", 0, 0, (in Call call) => Collection.Of(!Has(call, true))),
        new("anyFalse", 0, 0, (in Call call) => Collection.Of(Has(call, false))),
        new("subsetOf", 1, 1, (in Call call) => Collection.Of(IsSubset(call.Input, call.Argument(0), call.Work))),
        new("supersetOf", 1, 1, (in Call call) => Collection.Of(IsSubset(call.Argument(0), call.Input, call.Work))),
        new("count", 0, 0, (in Call call) => Collection.Of(call.Input.Count)),
        new("distinct", 0, 0, (in Call call) => OperatorOperations.Distinct(call.Input, default, call.Work)),
        new("isDistinct", 0, 0, IsDistinct),
        new("single", 0, 0, SingleItem),
        new("first", 0, 0, (in Call call) => Part(call.Input, 0, 1)),
        new("last", 0, 0, (in Call call) => Part(call.Input, call.Input.Count - 1, 1)),
        new("tail", 0, 0, (in Call call) => Part(call.Input, 1, int.MaxValue)),
        new("skip", 1, 1, (in Call call) => call.IntegerArgument(0) is { } count ? Part(call.Input, count, int.MaxValue) : default),
        new("take", 1, 1, (in Call call) => call.IntegerArgument(0) is { } count ? Part(call.Input, 0, count) : default),
        new("intersect", 1, 1, Intersect),
        new("exclude", 1, 1, Exclude),
        new("union", 1, 1, (in Call call) => OperatorOperations.Distinct(call.Input, call.Argument(0), call.Work)),
        new("combine", 1, 1, Combine),
        new("not", 0, 0, (in Call call) => Collection.Of(!call.Input.Truth(call.Offset))),
    ];

    /// <summary>Items from a place on; places outside the collection hold none.</summary>
    public static Collection Part(Collection input, int from, int count)
    {
        var into = new Collection.Builder();
        for (var i = Math.Max(0, from); i < input.Count && into.Count < count; i++)
            into.Add(input[i]);
        return into.ToCollection();
    }

    private static Collection Exists(in Call call)
    {
        if (call.Arguments.Length == 0)
            return Collection.Of(!call.Input.IsEmpty);
        for (var i = 0; i < call.Input.Count; i++)
            if (call.On(call.Input[i], i).Truth(call.Offset) == true)
                return Collection.Of(true);
        return Collection.Of(false);
    }

    private static Collection ForAll(in Call call)
    {
        for (var i = 0; i < call.Input.Count; i++)
            if (call.On(call.Input[i], i).Truth(call.Offset) != true)
                return Collection.Of(false);
        return Collection.Of(true);
    }

    // Every item has to be a Boolean, also after the one that decides.
    private static bool Has(in Call call, bool sought)
    {
        var found = false;
        foreach (var item in call.Input)
            found |= SystemValue.Of(item) is Value.Boolean boolean
                ? boolean.IsTrue == sought
                : throw call.Fault($"Booleans are expected here, not {Singleton.Described(item)}.");
        return found;
    }

    private static bool IsSubset(Collection part, Collection whole, Work work)
    {
        var values = Distinct(whole, work);
        foreach (var item in part)
            if (!values.Contains(item))
                return false;
        return true;
    }

    private static Collection IsDistinct(in Call call)
    {
        var values = new DistinctValues(call.Work);
        foreach (var item in call.Input)
            if (!values.Add(item))
                return Collection.Of(false);
        return Collection.Of(true);
    }

    private static Collection SingleItem(in Call call) => call.Input.Count <= 1
        ? call.Input
        : throw call.Fault($"single() is called on {call.Input.Count} items.");

    private static Collection Intersect(in Call call)
    {
        var (others, met) = (Distinct(call.Argument(0), call.Work), new DistinctValues(call.Work));
        var into = new Collection.Builder();
        foreach (var item in call.Input)
            if (others.Contains(item) && met.Add(item))
                into.Add(item);
        return into.ToCollection();
    }

    private static Collection Exclude(in Call call)
    {
        var others = Distinct(call.Argument(0), call.Work);
        var into = new Collection.Builder();
        foreach (var item in call.Input)
            if (!others.Contains(item))
                into.Add(item);
        return into.ToCollection();
    }

    private static Collection Combine(in Call call)
    {
        var into = new Collection.Builder();
        into.Add(call.Input);
        into.Add(call.Argument(0));
        return into.ToCollection();
    }

    private static DistinctValues Distinct(Collection items, Work work)
    {
        var values = new DistinctValues(work);
        foreach (var item in items)
            values.Add(item);
        return values;
    }
}
