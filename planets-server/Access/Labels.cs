using Phr.Planets.Search;

namespace Phr.Planets.Access;

/// <summary>Security labels that this platform acts on.</summary>
public static class Labels
{
    /// <summary>JP-CLINS: how a document or entry may be passed on (long-term keeping, untold, undelivered).</summary>
    public const string JapaneseSharing = "http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication";

    /// <summary>HL7 v3 ActCode: sensitivity of the content (ActInformationSensitivityPolicy).</summary>
    public const string ActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    /// <summary>HL7 v3 Confidentiality: how freely the content may be passed on; N is normal.</summary>
    public const string Confidentiality = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

    /// <summary>未告知: a diagnosis that the person has not been told.</summary>
    public const string Uninformed = "UNINFORMED";

    /// <summary>未提供: what has not been handed to the person.</summary>
    public const string Undelivered = "UNDELIVERED";

    /// <summary>Keys of the labels that hide an entry from the person, their proxies, links, apps, pushes and exports.</summary>
    public static long[] HiddenFromPerson(TokenKeys keys) =>
        [keys.Label(JapaneseSharing, Uninformed), keys.Label(JapaneseSharing, Undelivered)];
}
