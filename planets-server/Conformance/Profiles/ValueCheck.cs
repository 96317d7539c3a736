using System.Text.RegularExpressions;
using Phr.Conformance.Terminology;
using Phr.Fhir;
using Phr.Fhir.Path;
using Phr.Fhir.Units;

namespace Phr.Conformance.Profiles;

/// <summary>What R4 asks of the values of data types beyond their structure: systems, codes, references, URNs.</summary>
internal static partial class ValueCheck
{
    public static void Coding(Element coding, ValidationRun run)
    {
        System(coding, run);
        if (coding.Child("code") is not { HasValue: true } code)
            return;
        if (coding.Child("system").Text is not { } system)
        {
            run.Report(coding, ProfileFault.NoSystem);
            return;
        }
        var result = new CodeCheck(run.Terminology).InSystem(system, null, code.Text!, coding.Child("display").Text);
        if (result.Membership == Membership.No)
            run.Report(code, ProfileFault.UnknownCode(system));
        else if (result.Membership == Membership.Unknown)
            run.Report(coding.Child("system"), ProfileFault.UnknownSystem);
        else if (result.WrongDisplay)
            run.Report(coding.Child("display"), ProfileFault.WrongDisplay(system));
    }

    /// <summary>The system of a Coding or Identifier: an absolute URI (R4 datatypes.html#Identifier, #Coding).</summary>
    public static void System(Element owner, ValidationRun run)
    {
        if (owner.Child("system") is { HasValue: true, Text: { } system } value && !system.Contains(':'))
            run.Report(value, ProfileFault.RelativeSystem);
    }

    public static void Unit(Element unit, ValidationRun run)
    {
        if (unit.Text is { } code && run.Terminology.HasCode(Ucum.SystemUrl, code) == Membership.No)
            run.Report(unit, ProfileFault.UnknownCode(Ucum.SystemUrl));
    }

    /// <summary>What a reference leads to in its own document. What it says in words is a matter of structure.</summary>
    public static void Reference(Element reference, ValidationRun run)
    {
        if (reference.Property is not { Targets: { Count: > 0 } targets } || reference.Child("reference").Text is null or ['#', ..]
            || LocalReference.TypeNamed(reference) is { } named && !targets.Any(named.Is))
            return;
        if (LocalReference.Find(reference) is { Exists: true, Type: { } type } && !targets.Any(type.Is))
            run.Report(reference.Child("reference"), ProfileFault.WrongTarget(
                reference.Name, string.Join(", ", targets.Select(target => target.Name))));
    }

    /// <summary>A URN of an OID or UUID is one.</summary>
    public static void Urn(Element uri, ValidationRun run)
    {
        if (!uri.HasValue || !uri.Utf8.StartsWith("urn:"u8) || uri.Text is not { } text)
            return;
        if ((text.StartsWith("urn:oid:", StringComparison.Ordinal) && !Oid().IsMatch(text))
            || (text.StartsWith("urn:uuid:", StringComparison.Ordinal) && !Guid.TryParseExact(text[9..], "D", out _)))
            run.Report(uri, ProfileFault.BadUrn);
    }

    [GeneratedRegex(@"^urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+$", RegexOptions.NonBacktracking)]
    private static partial Regex Oid();
}
