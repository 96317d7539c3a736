namespace Phr.Cli.Bench.Matching;

/// <summary>A made-up person as they truly are.</summary>
/// <param name="Family">In the letters of the family register, which may be old ones.</param>
/// <param name="Maiden">What they were called before they married; null of who did not change it.</param>
/// <param name="Landline">Of the household; null where there is none.</param>
/// <param name="Insured">Insurer, symbol and number, which a household shares, and a branch of one's own.</param>
internal sealed record MatchPerson(
    int Number, int Household, NamePart Family, NamePart? Maiden, NamePart Given, bool IsFemale, DateOnly Birth, string? Landline,
    string? Mobile, string? Mail, string PostalCode, string Town, string Insured, int Branch);

/// <summary>
/// The people of one place, household by household: couples of one surname, children, twins (1 in 100 births; 厚生労働省 人口動態統計), grandparents.
/// Of ten people in ten thousand there is another of the same name, sex and birth date, more than chance would give.
/// </summary>
internal sealed class MatchPeople(int seed)
{
    private const int Postcodes = 150;
    private const double Twins = 0.01;
    private const double Namesakes = 0.001;
    private static readonly DateOnly Now = new(2026, 4, 1);

    private readonly Random _chance = new(seed);
    private readonly List<MatchPerson> _all = [];
    private int _households;

    public IReadOnlyList<MatchPerson> Make(int count)
    {
        while (_all.Count < count)
            AddHousehold();
        for (var i = 0; i < count * Namesakes; i++)
        {
            var (one, other) = (_all[_chance.Next(count)], _chance.Next(count));
            _all[other] = _all[other] with
            {
                Family = one.Family, Given = one.Given, IsFemale = one.IsFemale, Birth = one.Birth, Maiden = null,
            };
        }
        return _all;
    }

    private void AddHousehold()
    {
        var home = new Home(this);
        var age = 22 + (int)(68 * Math.Pow(_chance.NextDouble(), 0.9));
        var kind = _chance.NextDouble();
        var isHeadFemale = kind < 0.35 && _chance.NextDouble() < 0.5;
        home.Add(isHeadFemale, age);
        if (kind < 0.35)
            return;
        home.Add(isFemale: true, age + _chance.Next(-6, 4), NewSurname());
        if (kind > 0.60 && age < 62)
            AddChildren(home, age);
        if (kind > 0.92 && age < 62)
            home.Add(isFemale: _chance.NextDouble() < 0.6, age + _chance.Next(22, 34));
    }

    private void AddChildren(Home home, int parentAge)
    {
        for (var child = _chance.Next(1, 4); child > 0; child--)
        {
            var age = parentAge - _chance.Next(24, 36);
            if (age is < 0 or > 24)
                continue;
            var isFemale = _chance.Next(2) == 0;
            var born = home.Add(isFemale, age);
            if (_chance.NextDouble() >= Twins)
                continue;
            var isTwinFemale = _chance.NextDouble() < 2 / 3d ? isFemale : !isFemale;
            _all.Add(born with
            {
                Number = _all.Count, IsFemale = isTwinFemale, Branch = born.Branch + 10,
                Given = JapaneseNames.Like(born.Given, isTwinFemale, born.Birth.Year, _chance),
            });
        }
    }

    // 95 of 100 who change their name at marriage are women (厚生労働省 人口動態統計).
    private NamePart? NewSurname() => _chance.NextDouble() < 0.95 ? JapaneseNames.Family(_chance) : null;

    private sealed class Home
    {
        private readonly MatchPeople _people;
        private readonly int _number;
        private readonly NamePart _family;
        private readonly string? _landline;
        private readonly string _postalCode;
        private readonly string _town;
        private readonly string _insured;
        private int _members;

        public Home(MatchPeople people)
        {
            (_people, _number) = (people, people._households++);
            var chance = people._chance;
            var name = JapaneseNames.Family(chance);
            _family = name with { Kanji = KanjiForms.OfRegister(name.Kanji, chance) };
            _landline = chance.NextDouble() < 0.6 ? $"058{chance.Next(10_000_000):D7}" : null;
            var area = (int)(Postcodes * Math.Pow(chance.NextDouble(), 2));
            (_postalCode, _town) = ($"500{8000 + area * 13:D4}", $"{1 + area}丁目{chance.Next(1, 60)}-{chance.Next(1, 30)}");
            _insured = $"{138_057 + chance.Next(40)}:{chance.Next(1, 400)}:{chance.Next(1, 20_000)}";
        }

        public MatchPerson Add(bool isFemale, int age, NamePart? maiden = null)
        {
            var chance = _people._chance;
            var birth = Now.AddDays(-(int)(age * 365.25) - chance.Next(365));
            var person = new MatchPerson(
                _people._all.Count, _number, _family, maiden, JapaneseNames.Given(isFemale, birth.Year, chance), isFemale, birth, _landline,
                age >= 13 && chance.NextDouble() < 0.93 ? $"0{chance.Next(7, 10)}0{chance.Next(100_000_000):D8}" : null,
                age >= 15 && chance.NextDouble() < 0.5 ? $"u{chance.Next(100_000_000):D8}@mail.example" : null,
                _postalCode, _town, _insured, _members++);
            _people._all.Add(person);
            return person;
        }
    }
}
