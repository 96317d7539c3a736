using System.Globalization;
using System.Text.Json.Nodes;
using Phr.Platform.Identity;

namespace Phr.Cli.Bench.Matching;

/// <summary>A person as one desk registers them: a Patient with the desk's errors.</summary>
internal sealed class Registration(DeskErrors errors, string numberSystem, Random chance)
{
    public const string StoredNumbers = "urn:oid:1.2.392.100495.20.3.51.12100000001";

    private const string Representation = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation";

    // Letters of given names that sound alike.
    private static readonly string[] Homophones =
        ["夫雄男", "治次二", "美実", "太多", "介輔助", "樹希紀貴", "之行幸", "明昭", "也哉", "浩博弘裕洋", "和一", "敏俊利", "秀英", "信伸", "香花佳", "正雅政", "義良", "子胡", "恵江枝"];

    public JsonObject Of(MatchPerson person)
    {
        var patient = new JsonObject
        {
            ["resourceType"] = "Patient", ["identifier"] = Identifiers(person), ["name"] = Names(person),
            ["telecom"] = Contacts(person), ["birthDate"] = Birth(person.Birth).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["address"] = new JsonArray(Address(person)),
        };
        if (!Happens(errors.SexMissing))
            patient["gender"] = person.IsFemale != Happens(errors.SexWrong) ? "female" : "male";
        foreach (var list in (string[])["identifier", "telecom"])
        {
            if (patient[list]!.AsArray().Count == 0)
                patient.Remove(list);
        }
        return patient;
    }

    private JsonArray Identifiers(MatchPerson person)
    {
        var all = new JsonArray(Number(numberSystem, $"{person.Number * 7 + 1000:D8}"));
        if (Happens(errors.NumberKnown))
            all.Add(Number(StoredNumbers, $"{person.Number * 7 + 1000:D8}"));
        if (Happens(errors.InsuredMissing))
            return all;
        var insured = Happens(errors.InsuredChanged)
            ? $"{139_000 + chance.Next(40)}:{chance.Next(400)}:{chance.Next(20_000)}" : person.Insured;
        var branch = Happens(errors.BranchMissing) ? "" : $"{person.Branch:D2}";
        all.Add(Number(InsuredPersonNumber.System, InsuredPersonNumber.Parse($"{insured}:{branch}")!.ToIdentifierValue()));
        return all;

        static JsonObject Number(string system, string value) => new() { ["system"] = system, ["value"] = value };
    }

    private JsonArray Names(MatchPerson person)
    {
        var family = person.Maiden is { } maiden && Happens(errors.FormerName) ? maiden : person.Family;
        var given = Happens(errors.NameSlip) ? Mistaken(person.Given) : person.Given;
        var isKanjiMissing = Happens(errors.KanjiMissing);
        var names = new JsonArray();
        if (!isKanjiMissing)
        {
            var isUsual = Happens(errors.UsualForms);
            Func<string, string> form = isUsual ? KanjiForms.Usual : kanji => kanji;
            names.Add(Name(form(family.Kanji), form(given.Kanji), "IDE"));
        }
        if (isKanjiMissing || !Happens(errors.KanaMissing))
        {
            var at = chance.NextDouble();
            Func<string, string> form = at < errors.HalfWidth ? KanjiForms.HalfWidth
                : at < errors.HalfWidth + errors.Hiragana ? KanjiForms.Hiragana : kana => kana;
            names.Add(Name(form(family.Kana), form(given.Kana), "SYL"));
        }
        return names;
    }

    private JsonObject Name(string family, string given, string representation)
    {
        var name = Happens(errors.TextAlone)
            ? new JsonObject { ["text"] = $"{family}{(Happens(0.7) ? "　" : "")}{given}" }
            : new JsonObject { ["family"] = family, ["given"] = new JsonArray(given) };
        name["extension"] = new JsonArray(new JsonObject { ["url"] = Representation, ["valueCode"] = representation });
        return name;
    }

    private NamePart Mistaken(NamePart given)
    {
        var group = Homophones.FirstOrDefault(letters => letters.Contains(given.Kanji[^1], StringComparison.Ordinal));
        var kanji = group is null ? given.Kanji : given.Kanji[..^1] + group.First(letter => letter != given.Kanji[^1]);
        return chance.Next(2) == 0
            ? given with { Kanji = kanji } : new NamePart(kanji, given.Kana[..^1] + (given.Kana[^1] == 'ミ' ? 'エ' : 'ミ'));
    }

    private DateOnly Birth(DateOnly birth)
    {
        if (birth.Day <= 12 && Happens(errors.DayForMonth))
            return new DateOnly(birth.Year, birth.Day, birth.Month);
        if (!Happens(errors.BirthSlip))
            return birth;
        return chance.Next(3) switch
        {
            0 => birth.AddYears(chance.Next(2) == 0 ? 1 : -10),
            1 => birth.AddDays(birth.Day > 10 ? -10 : 10),
            _ => birth.AddMonths(birth.Month > 9 ? -1 : 1),
        };
    }

    private JsonArray Contacts(MatchPerson person)
    {
        var all = new JsonArray();
        if (!Happens(errors.PhoneMissing))
        {
            if (person.Landline is not null && !Happens(errors.Moved))
                all.Add(Contact("phone", Phone(person.Landline)));
            if (person.Mobile is not null)
                all.Add(Contact("phone", Phone(Happens(errors.PhoneChanged) ? $"090{chance.Next(100_000_000):D8}" : person.Mobile)));
        }
        if (person.Mail is not null && !Happens(errors.MailMissing))
            all.Add(Contact("email", person.Mail));
        return all;

        static JsonObject Contact(string system, string value) => new() { ["system"] = system, ["value"] = value };
    }

    private string Phone(string digits)
    {
        if (Happens(errors.PhoneSlip))
        {
            var at = chance.Next(3, digits.Length);
            digits = $"{digits[..at]}{(digits[at] - '0' + chance.Next(1, 10)) % 10}{digits[(at + 1)..]}";
        }
        var parts = digits.Length == 11 ? (3, 7) : (3, 6);
        var hyphened = $"{digits[..parts.Item1]}-{digits[parts.Item1..parts.Item2]}-{digits[parts.Item2..]}";
        return chance.Next(10) switch
        {
            < 5 => hyphened,
            < 8 => digits,
            8 => $"+81-{hyphened[1..]}",
            _ => Platform.JapaneseText.Widen(hyphened),
        };
    }

    private JsonObject Address(MatchPerson person)
    {
        var isMoved = Happens(errors.Moved);
        var code = isMoved ? $"{chance.Next(1_000_000, 9_999_999):D7}" : person.PostalCode;
        return new JsonObject
        {
            ["postalCode"] = chance.Next(2) == 0 ? code : $"{code[..3]}-{code[3..]}",
            ["text"] = isMoved ? "他市" : person.Town,
        };
    }

    private bool Happens(double share) => share > 0 && chance.NextDouble() < share;
}
