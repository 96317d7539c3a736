using Phr.Fhir;

namespace Phr.Conformance.Profiles;

/// <summary>Applies a rule about children: how many, each, and the slices they are in.</summary>
internal static class ChildWalk
{
    public static void Check(Element owner, ChildRule rule, ValidationRun run)
    {
        var items = new List<Element>();
        foreach (var child in rule.NameId > 0 ? owner.Children(rule.NameId) : owner.Children(rule.Name))
            items.Add(child);
        Count(owner, rule.Name, rule.Label, items.Count, rule.Min, rule.Max, run);
        if (!rule.Each.IsEmpty)
            foreach (var item in items)
                run.Apply(item, rule.Each);
        if (rule.Slicing is { } slicing)
            CheckSlices(owner, rule.Name, items, slicing, run);
    }

    private static void Count(Element owner, string name, string label, int count, int min, int max, ValidationRun run)
    {
        if (count < min)
            run.ReportChild(owner, name, ProfileFault.Missing(label, min));
        if (count > max)
            run.ReportChild(owner, name, ProfileFault.TooMany(label, max));
    }

    private static void CheckSlices(Element owner, string name, List<Element> items, SlicingRule slicing, ValidationRun run)
    {
        var members = slicing.Slices.Select(_ => new List<Element>()).ToArray();
        var last = -1;
        var isPastEnd = false;
        foreach (var item in items)
        {
            var place = Place(item, slicing, run);
            if (place < 0)
            {
                isPastEnd = true;
                if (slicing.Slices.All(slice => slice.Matches is not null))
                    ReportUnmatched(item, name, slicing.Mode, run);
                continue;
            }
            members[place].Add(item);
            if ((slicing.IsOrdered && place < last) || (isPastEnd && slicing.Mode == SlicingMode.OpenAtEnd))
                run.Report(item, ProfileFault.SliceOrder(name));
            last = Math.Max(last, place);
        }
        for (var i = 0; i < members.Length; i++)
            CheckSlice(owner, name, members[i], slicing.Slices[i], run);
    }

    // Every extension is in no slice but those that a profile names: that is nothing to tell of.
    private static void ReportUnmatched(Element item, string name, SlicingMode mode, ValidationRun run)
    {
        if (mode == SlicingMode.Closed)
            run.Report(item, ProfileFault.NoSlice(name));
        else if (item.Type?.Name != "Extension")
            run.Report(item, ProfileFault.InNoSlice(name));
    }

    private static void CheckSlice(Element owner, string name, List<Element> members, SliceRule slice, ValidationRun run)
    {
        if (slice.Matches is null)
        {
            // Which items are meant is not told; that none is there when one is needed would be a guess too.
            if (slice.Min > 0)
                run.ReportChild(owner, name, ProfileFault.SliceNotTold(slice.Label));
            return;
        }
        Count(owner, name, slice.Label, members.Count, slice.Min, slice.Max, run);
        foreach (var member in members)
            run.Apply(member, slice.Rule);
        if (slice.Resliced is { } resliced)
            CheckSlices(owner, name, members, resliced, run);
    }

    private static int Place(Element item, SlicingRule slicing, ValidationRun run)
    {
        for (var i = 0; i < slicing.Slices.Count; i++)
            if (slicing.Slices[i].Matches is { } matches && matches.All(match => match.Holds(item, run)))
                return i;
        return -1;
    }
}
