namespace Phr.Fhir.Definitions;

/// <summary>
/// StructureDefinitions, value sets, code systems and concept maps of R4 (4.0.1), as a ZIP that the build made: the entry <c>index</c>
/// has a
/// line <c>type TAB url TAB version TAB id</c> for each, and the entry <c>type/id</c> is the resource, without narrative, prose and
/// mappings.
/// </summary>
public static class R4Archive
{
    public static Stream Open() => typeof(R4Archive).Assembly.GetManifestResourceStream("r4.definitions")!;
}
