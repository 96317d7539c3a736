using System.Text;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Structure;

internal ref partial struct StructureParser
{
    // A longer or stranger name is left out of the path, which quotes no content.
    private const int NameShownMax = 64;

    private void Report(int node, StructureRule rule, params ReadOnlySpan<object> arguments) => Report(node, "", rule, arguments);

    /// <summary>Reports a fault of <paramref name="node"/> or, where there is no node for it, of a child of it with a
    /// name.</summary>
    private void Report(int node, string child, StructureRule rule, params ReadOnlySpan<object> arguments)
    {
        if (!isChecked || isStopped)
            return;
        for (var i = node; i >= 0; i = tape[i].Parent)
            tape[i].Flags |= NodeFlags.Faulty;
        if (!issues.IsFull)
            issues.Add(rule.At(Path(node) + (child.Length > 0 ? "." + child : ""), arguments.ToArray()));
    }

    private static string Shown(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > NameShownMax)
            return "";
        foreach (var letter in name)
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter != '_')
                return "";
        return Encoding.ASCII.GetString(name);
    }

    // The nodes above are still open, so this walks the tape as written so far instead of a document.
    private readonly string Path(int node)
    {
        var names = new List<string>();
        for (var i = node; i >= 0; i = tape[i].Parent)
            names.Add(Name(i));
        names.Reverse();
        return string.Join('.', names);
    }

    private readonly string Name(int node)
    {
        ref var at = ref tape[node];
        if (at.Property == 0)
            return at.Type == 0 ? "" : R4.TypeAt(at.Type - 1).Name;
        var element = R4.PropertyAt(at.Property)!.Element;
        return element.IsMany ? $"{element.Name}[{Position(node)}]" : element.Name;
    }

    private readonly int Position(int node)
    {
        var position = 0;
        var sibling = tape[node].Flags & NodeFlags.Sibling;
        for (var i = tape[node].Parent + 1; i < node; i = tape[i].Next)
            if (tape[i].Property == tape[node].Property && (tape[i].Flags & NodeFlags.Sibling) == sibling)
                position++;
        return position;
    }
}
