using System.Globalization;
using Phr.Fhir;
using Phr.Planets.Operations;
using Phr.Platform;

namespace Phr.Planets.People.Matching;

/// <summary>What <c>$match</c> is asked.</summary>
/// <param name="Patient">Valid as long as the input.</param>
/// <param name="OnlyCertain">Whether only the one Patient is wanted that is certain.</param>
/// <param name="Count">Matches that are told.</param>
public readonly record struct MatchCall(Element Patient, bool OnlyCertain, int Count)
{
    public const int CountDefault = 20;

    public const int CountMax = 100;

    public static Answer<MatchCall> Read(OperationInput input)
    {
        if (input.Unfit(["resource", "onlyCertainMatches", "count"]) is { } unfit)
            return unfit;
        if (input.Find("resource") is not { } resource)
            return new Refusal(RefusalKind.Invalid, "$match is asked with a Patient, in the parameter resource.", "resource", "required");
        if (resource.Value.Type?.Name != "Patient")
            return resource.Wrong("The resource that is matched is a Patient.");
        var certain = input.IsTrue("onlyCertainMatches");
        if (certain.IsRefused(out var refusal))
            return refusal;
        var count = input.Find("count");
        var number = CountDefault;
        if (count is not null && (!int.TryParse(count.Text, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number < 1))
            return count.Wrong("The count is a number from 1.");
        return new MatchCall(resource.Value, certain.Value, Math.Min(number, CountMax));
    }
}
