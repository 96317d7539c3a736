namespace Phr.Fhir.Definitions;

/// <summary>The types and element names that the structure rules speak of.</summary>
internal static class Known
{
    public static readonly FhirType Extension = R4.Require("Extension");
    public static readonly FhirType Reference = R4.Require("Reference");
    public static readonly FhirType Coding = R4.Require("Coding");
    public static readonly FhirType CodeableConcept = R4.Require("CodeableConcept");
    public static readonly FhirType Narrative = R4.Require("Narrative");
    public static readonly FhirType Bundle = R4.Require("Bundle");

    /// <summary>Element names as <see cref="R4.NameId"/> numbers them.</summary>
    public static class Names
    {
        public static readonly int Id = R4.NameId("id");
        public static readonly int Meta = R4.NameId("meta");
        public static readonly int VersionId = R4.NameId("versionId");
        public static readonly int LastUpdated = R4.NameId("lastUpdated");
        public static readonly int Url = R4.NameId("url");
        public static readonly int Value = R4.NameId("value");
        public static readonly int Code = R4.NameId("code");
        public static readonly int Coding = R4.NameId("coding");
        public static readonly int System = R4.NameId("system");
        public static readonly int Extension = R4.NameId("extension");
        public static readonly int Contained = R4.NameId("contained");
        public static readonly int Reference = R4.NameId("reference");
        public static readonly int Type = R4.NameId("type");
        public static readonly int Identifier = R4.NameId("identifier");
        public static readonly int Display = R4.NameId("display");
        public static readonly int Comparator = R4.NameId("comparator");
    }
}
