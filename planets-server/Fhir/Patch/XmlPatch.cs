using System.Xml;
using System.Xml.Linq;
using Phr.Fhir.Path;
using Phr.Fhir.Xml;

namespace Phr.Fhir.Patch;

/// <summary>An XML Patch (RFC 5261) of a resource as it stands in XML. R4 http.html#patch.</summary>
public sealed class XmlPatch : IPatch
{
    private readonly IReadOnlyList<XmlPatchStep> _steps;

    private XmlPatch(IReadOnlyList<XmlPatchStep> steps) => _steps = steps;

    public bool AsksDefinitions => false;

    /// <param name="patch">XML without a document type, whose root holds add, replace and remove.</param>
    public static (XmlPatch? Patch, PatchFault? Fault) Read(ReadOnlyMemory<byte> patch)
    {
        if (Load(patch) is not { } root)
            return (null, new(PatchFaultKind.Malformed, "This is no well-formed XML without a document type, or too deep.", ""));
        var steps = new List<XmlPatchStep>();
        foreach (var element in root.Elements())
        {
            if (steps.Count == PatchLimits.StepsMax)
                return (null, new(PatchFaultKind.TooLarge, $"A patch has at most {PatchLimits.StepsMax} operations.", ""));
            if (XmlPatchStep.Read(element, out var wrong) is not { } step)
                return (null, new(PatchFaultKind.Malformed, wrong, Place(steps.Count)));
            steps.Add(step);
        }
        return steps.Count > 0
            ? (new XmlPatch(steps), null)
            : (null, new(PatchFaultKind.Malformed, "A patch has at least one add, replace or remove.", ""));
    }

    public Patched Apply(ReadOnlyMemory<byte> resource, FhirPathEnvironment? definitions = null)
    {
        using var written = new MemoryStream();
        using (var document = FhirDocument.ParseLenient(resource).Document)
            if (document is null || !FhirXml.TryWrite(document.Root, written))
                return new(default, new(PatchFaultKind.Inapplicable, "The resource cannot be told in XML.", ""));
        var root = Load(written.GetBuffer().AsMemory(0, (int)written.Length))!;
        if (Change(root) is { } fault)
            return new(default, fault);
        using var changed = new MemoryStream();
        root.Document!.Save(changed, SaveOptions.DisableFormatting);
        var (json, issue) = FhirXml.ToJson(changed.GetBuffer().AsMemory(0, (int)changed.Length));
        return issue is null
            ? new(json, null)
            : new(default, new(PatchFaultKind.Inapplicable, $"The result is no resource: {issue.English}", issue.Expression));
    }

    /// <summary>Changes a document by all steps; null where all applied.</summary>
    internal PatchFault? Change(XElement root)
    {
        var work = new XmlPatchWork();
        for (var i = 0; i < _steps.Count; i++)
            if (_steps[i].Apply(root, work) is { } fault)
                return fault with { Place = Place(i) };
        return null;
    }

    private static XElement? Load(ReadOnlyMemory<byte> xml)
    {
        using var reader = XmlReader.Create(new MemoryStream(xml.ToArray(), writable: false), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = ParseLimits.Default.BytesMax,
        });
        try
        {
            // Iterative, so that depth is no danger before it is looked at.
            var document = XDocument.Load(reader, LoadOptions.PreserveWhitespace);
            return IsDeep(document) ? null : document.Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static bool IsDeep(XDocument document)
    {
        var depth = 0;
        for (XNode? node = document.Root; node is not null;)
        {
            if (node is XElement { FirstNode: { } first })
            {
                if (++depth > PatchLimits.DepthMax)
                    return true;
                node = first;
                continue;
            }
            while (node is not null && node.NextNode is null)
                (node, depth) = (node.Parent, depth - 1);
            node = node?.NextNode;
        }
        return false;
    }

    private static string Place(int index) => $"/*/*[{index + 1}]";
}

/// <summary>What the selectors of one patch have looked at.</summary>
internal sealed class XmlPatchWork
{
    /// <summary>Nodes, and characters of them, that all selectors of a patch look at together.</summary>
    public const int StepsMax = 5_000_000;

    private long _steps;

    /// <summary>False where there is no more to spend.</summary>
    public bool Spend(int steps = 1) => (_steps += steps) <= StepsMax;
}
