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
    public static readonly FhirType Patient = R4.Require("Patient");
    public static readonly FhirType Identifier = R4.Require("Identifier");
    public static readonly FhirType ContactPoint = R4.Require("ContactPoint");
    public static readonly FhirType HumanName = R4.Require("HumanName");
    public static readonly FhirType Address = R4.Require("Address");
    public static readonly FhirType Period = R4.Require("Period");
    public static readonly FhirType Timing = R4.Require("Timing");
    public static readonly FhirType Range = R4.Require("Range");
    public static readonly FhirType Money = R4.Require("Money");
    public static readonly FhirType SampledData = R4.Require("SampledData");

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
        public static readonly int Text = R4.NameId("text");
        public static readonly int Start = R4.NameId("start");
        public static readonly int End = R4.NameId("end");
        public static readonly int Repeat = R4.NameId("repeat");
        public static readonly int Bounds = R4.NameId("bounds");
        public static readonly int Event = R4.NameId("event");
        public static readonly int Low = R4.NameId("low");
        public static readonly int High = R4.NameId("high");
        public static readonly int Unit = R4.NameId("unit");
        public static readonly int Currency = R4.NameId("currency");
        public static readonly int Origin = R4.NameId("origin");
        public static readonly int Factor = R4.NameId("factor");
        public static readonly int Samples = R4.NameId("data");
        public static readonly int Latitude = R4.NameId("latitude");
        public static readonly int Longitude = R4.NameId("longitude");
    }
}
