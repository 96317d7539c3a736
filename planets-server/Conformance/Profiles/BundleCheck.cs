using Phr.Fhir;
using Phr.Fhir.Path;

namespace Phr.Conformance.Profiles;

/// <summary>What the entries of a Bundle owe each other (R4 bundle.html#bundle-unique, documents.html).</summary>
internal static class BundleCheck
{
    public static void Check(Element bundle, ValidationRun run)
    {
        foreach (var entry in bundle.Children("entry"))
            if (!IsConsistent(entry.Child("fullUrl").Text, entry.Child("resource")))
                run.Report(entry.Child("fullUrl"), ProfileFault.OtherFullUrl);
        if (bundle.Child("type").Text != "document")
            return;
        var first = bundle.Child("entry") is { Exists: true } entered ? entered.Child("resource") : default;
        if (first.Type?.Name == "Composition")
            CheckReferences(first, run);
    }

    // The address of a resource ends in its id; a urn says nothing of it.
    private static bool IsConsistent(string? fullUrl, Element resource) =>
        fullUrl is null || !fullUrl.StartsWith("http", StringComparison.Ordinal) || !resource.Exists
        || resource.Child("id").Text is not { } id || fullUrl.EndsWith("/" + id, StringComparison.Ordinal);

    // What the Composition itself refers to is in the document (R4 composition.html).
    private static void CheckReferences(Element element, ValidationRun run)
    {
        foreach (var child in element.Children())
        {
            if (child.Name is "extension" or "modifierExtension" or "contained" or "text" || !run.Spend())
                continue;
            if (child.Type?.Name == "Reference" && child.Child("reference").Text is not (null or ['#', ..])
                && !LocalReference.Find(child).Exists)
                run.Report(child.Child("reference"), ProfileFault.NotInDocument);
            CheckReferences(child, run);
        }
    }
}
