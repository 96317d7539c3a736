using Phr.Fhir.Definitions;

namespace Phr.Fhir.Structure;

// json.html#primitive: the id and extensions of a primitive stand in a sibling property that begins with _; for a
// repeating primitive both are arrays of one length, in which null keeps the place of what is not there.
internal ref partial struct StructureParser
{
    private void PairSiblings(int node, in Seen seen)
    {
        var left = seen.Values & seen.Siblings;
        for (var i = node + 1; i < tape[node].Next && left != 0; i = tape[i].Next)
        {
            if ((tape[i].Flags & NodeFlags.Sibling) == 0)
                continue;
            var bit = 1UL << R4.PropertyAt(tape[i].Property)!.Element.Index;
            if ((left & bit) != 0)
                PairItems(node, i);
            left &= ~bit;
        }
    }

    private void PairItems(int node, int sibling)
    {
        var value = NextItem(node, node + 1, tape[sibling].Property, NodeFlags.None);
        // The value of a choice has another type than its sibling: that has been reported.
        if (value < 0)
            return;
        while (value >= 0 && sibling >= 0)
        {
            Pair(value, sibling);
            value = NextItem(node, tape[value].Next, tape[value].Property, NodeFlags.None);
            sibling = NextItem(node, tape[sibling].Next, tape[sibling].Property, NodeFlags.Sibling);
        }
        var rest = Math.Max(value, sibling);
        if (rest >= 0)
            Report(node, R4.PropertyAt(tape[rest].Property)!.Element.Name, StructureRule.SiblingLength);
    }

    private readonly int NextItem(int node, int from, int property, NodeFlags kind)
    {
        for (var i = from; i < tape[node].Next; i = tape[i].Next)
            if (tape[i].Property == property && (tape[i].Flags & NodeFlags.Sibling) == kind)
                return i;
        return -1;
    }

    private void Pair(int value, int sibling)
    {
        if (tape[sibling].Kind != JsonKind.Object)
        {
            if (tape[value].Kind == JsonKind.Null)
                Report(value, StructureRule.Null);
            return;
        }
        if (tape[value].Kind is JsonKind.Object or JsonKind.Array)
            return;
        tape[value].Pair = sibling;
        tape[sibling].Pair = value;
        tape[value].Flags &= ~NodeFlags.Hidden;
        tape[sibling].Flags |= NodeFlags.Hidden;
        if ((tape[sibling].Flags & NodeFlags.Faulty) != 0)
            tape[value].Flags |= NodeFlags.Faulty;
    }
}
