using Phr.Fhir;
using Phr.Fhir.Indexing;
using Phr.Platform.Identity;

namespace Phr.Planets.People.Matching;

/// <summary>What of a Patient tells people apart, in forms that can be compared.</summary>
/// <param name="Sex">male, female or other; null where it is not known.</param>
/// <param name="Contacts">Telephone numbers as digits, mail addresses in lower case.</param>
/// <param name="PostalCodes">Digits and letters.</param>
/// <param name="Identifiers">System and value, folded; not those of insured persons.</param>
/// <param name="Insured">Numbers in health insurance.</param>
/// <param name="IsReplaced">Whether another Patient stands in its place.</param>
public sealed record PersonTraits(
    IReadOnlyList<PersonName> Names, BirthDay? Birth, string? Sex, IReadOnlySet<string> Contacts, IReadOnlySet<string> PostalCodes,
    IReadOnlySet<(string System, string Value)> Identifiers, IReadOnlySet<InsuredPersonNumber> Insured, bool IsReplaced)
{
    /// <summary>Names, contacts, addresses or identifiers of one Patient that count; further ones are left out.</summary>
    public const int EachMax = 50;

    /// <summary>Digits of a telephone number below which it is an extension or a mistake.</summary>
    private const int PhoneDigitsMin = 9;

    public static PersonTraits Read(Element patient) => new(
        [.. Each(patient, "name").Select(PersonName.Read).OfType<PersonName>()],
        BirthDay.Read(patient.Child("birthDate").Text),
        patient.Child("gender").Text is "male" or "female" or "other" ? patient.Child("gender").Text : null,
        Each(patient, "telecom").Select(Contact).OfType<string>().ToHashSet(),
        Each(patient, "address").Select(address => Letters(address.Child("postalCode").Text)).Where(code => code.Length > 0).ToHashSet(),
        Each(patient, "identifier").Select(Identifier).OfType<(string, string)>().ToHashSet(),
        Each(patient, "identifier").Select(Insurance).OfType<InsuredPersonNumber>().ToHashSet(),
        Each(patient, "link").Any(link => link.Child("type").Text == "replaced-by"));

    private static List<Element> Each(Element patient, string name)
    {
        var found = new List<Element>();
        foreach (var element in patient.Children(name))
        {
            if (found.Count < EachMax)
                found.Add(element);
        }
        return found;
    }

    private static string? Contact(Element telecom)
    {
        var value = TextFolding.Fold(telecom.Child("value").Text ?? "");
        if (telecom.Child("system").Text == "email")
            return value.Contains('@', StringComparison.Ordinal) ? value : null;
        if (telecom.Child("system").Text is not ("phone" or "sms" or "fax"))
            return null;
        var digits = string.Concat(value.Where(char.IsAsciiDigit));
        // ITU-T E.164: the country's code takes the place of the 0 before a number.
        if (value.StartsWith("+81", StringComparison.Ordinal))
            digits = "0" + digits[2..].TrimStart('0');
        // 000-0000-0000 is what desks enter for people without a telephone.
        return digits.Length >= PhoneDigitsMin && digits.Distinct().Skip(1).Any() ? digits : null;
    }

    private static (string, string)? Identifier(Element identifier)
    {
        var (system, value) = (identifier.Child("system").Text, identifier.Child("value").Text);
        if (system is not { Length: > 0 } || value is not { Length: > 0 })
            return null;
        return Insurance(identifier) is null ? (system, TextFolding.Fold(value)) : null;
    }

    private static InsuredPersonNumber? Insurance(Element identifier) =>
        identifier.Child("system").Text == InsuredPersonNumber.System && identifier.Child("value").Text is { } value
            ? InsuredPersonNumber.Parse(value) : null;

    private static string Letters(string? text) => string.Concat(TextFolding.Fold(text ?? "").Where(char.IsAsciiLetterOrDigit));
}
