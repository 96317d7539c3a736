using System.Diagnostics;
using System.Text;
using Phr.Fhir;
using Phr.Fhir.Indexing;
using Phr.Planets.Search;
using Phr.Platform.Identity;

namespace Phr.Planets.People.Matching;

/// <summary>By which Patients are looked up that may be a person: each is in an index of the record.</summary>
/// <param name="Tokens">Of identifiers and contacts, as they are told and as they are usually written.</param>
/// <param name="Insured">Of numbers of health insurance, however they are written.</param>
/// <param name="Births">First moments of the birth date and of those that a slip makes of it.</param>
/// <param name="Parts">Family and given names, of which a name has two: which is which is often mixed up.</param>
/// <param name="Wholes">Names that are not taken apart.</param>
public sealed record MatchKeys(
    long[] Tokens, long[] Insured, DateTime[] Births, string[] Parts, string[] Wholes)
{
    public bool AreNone => Tokens.Length + Insured.Length + Births.Length + Parts.Length + Wholes.Length == 0;

    /// <param name="patient">As it was sent.</param>
    /// <param name="zone">Of dates.</param>
    public static MatchKeys Of(Element patient, PersonTraits traits, TokenKeys keys, TimeSpan zone)
    {
        var parts = traits.Names.Where(name => name.Family.Length > 0 && name.Given.Length > 0).ToList();
        var contacts = traits.Contacts.SelectMany(Spellings).Select(text => keys.Code("telecom", text));
        return new MatchKeys(
            [.. Identifiers(patient, keys).Concat(contacts).Distinct()],
            [.. traits.Insured.Select(number => keys.InsuredPerson(number.ToString()))],
            [.. (traits.Birth?.AndSwaps() ?? []).Select(day => First(day, zone))],
            [.. parts.SelectMany(name => name.Given.Split(' ').Append(name.Given).Append(name.Family)).Distinct()],
            [.. traits.Names.Where(name => name.Family.Length == 0 == (name.Given.Length == 0)).Select(name => name.Whole).Distinct()]);
    }

    private static DateTime First(string day, TimeSpan zone) =>
        DateRange.TryRead(Encoding.UTF8.GetBytes(day), zone, out var range) ? range.Low : throw new UnreachableException();

    private static List<long> Identifiers(Element patient, TokenKeys keys)
    {
        var tokens = new List<long>();
        foreach (var identifier in patient.Children("identifier"))
        {
            if (tokens.Count < PersonTraits.EachMax && identifier.Child("system").Text is { Length: > 0 } system
                && identifier.Child("value").Text is { Length: > 0 } value)
            {
                tokens.Add(keys.Token("identifier", system, value));
            }
        }
        return tokens;
    }

    // The index has numbers as they were written.
    private static IEnumerable<string> Spellings(string contact) => contact.Length switch
    {
        _ when contact.Contains('@', StringComparison.Ordinal) => [contact],
        11 => [contact, Hyphened(contact, 3, 7), $"+81{contact[1..]}", $"+81-{Hyphened(contact[1..], 2, 6)}"],
        10 => [contact, Hyphened(contact, 2, 6), Hyphened(contact, 3, 6), Hyphened(contact, 4, 6), $"+81{contact[1..]}"],
        _ => [contact],
    };

    private static string Hyphened(string digits, int first, int second) => $"{digits[..first]}-{digits[first..second]}-{digits[second..]}";
}
