namespace Phr.Mobile.Sharing;

/// <summary>Security labels that a person may name in a refusal, with the code systems of R4 security-labels that they are from.</summary>
internal static class SensitivityLabels
{
    private const string ActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    private const string Confidentiality = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

    private static readonly Dictionary<string, string> Systems = new(StringComparer.Ordinal)
    {
        ["PSY"] = ActCode, ["ETH"] = ActCode, ["HIV"] = ActCode, ["STD"] = ActCode, ["SDV"] = ActCode, ["SEX"] = ActCode,
        ["GDIS"] = ActCode,
        ["R"] = Confidentiality, ["V"] = Confidentiality,
    };

    public static bool Knows(string label) => Systems.ContainsKey(label);

    public static string System(string label) => Systems[label];
}
