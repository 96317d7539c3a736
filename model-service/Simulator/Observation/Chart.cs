using Phr.Simulator.Chance;
using Phr.Simulator.Codes;

namespace Phr.Simulator.Observation;

/// <summary>
/// Writes one person's entries. It draws from a stream of its own, so that what is written changes no life; where a
/// site has kept nothing from that year, nothing is kept.
/// </summary>
public sealed class Chart(World world, ulong seed, long person)
{
    private readonly List<RecordEntry> entries = [];
    private readonly List<Encounter> encounters = [];

    /// <summary>
    /// Chance for what only the record shows: times of day, analytical errors, which code is written.
    /// </summary>
    public RandomStream Chance { get; } = new(seed, person, ChancePurpose.Chart);

    public IReadOnlyList<RecordEntry> Entries => entries;

    public IReadOnlyList<Encounter> Encounters => encounters;

    public CodingHabits Habits(Encounter encounter) => world.Observation.Sites[encounter.Site].Habits;

    /// <summary>
    /// Opens an encounter on a day at a random time of office hours; null in a year from which the site has nothing.
    /// </summary>
    public Encounter? Open(int site, EncounterClass kind, Department department, DateOnly day, int days = 0)
    {
        var start = day.ToDateTime(new TimeOnly(9 + Chance.Below(8), Chance.Below(12) * 5));
        if (day.Year < world.Observation.Sites[site].Habits.DigitalFromYear || day > world.RecordEnd)
        {
            return null;
        }

        var end = days > 0 ? day.AddDays(days).ToDateTime(new TimeOnly(10, 30)) : start.AddMinutes(10 + Chance.Below(30));
        var encounter = new Encounter(encounters.Count + 1, site, kind, department, start, end);
        encounters.Add(encounter);
        return encounter;
    }

    public void Write(RecordEntry entry) => entries.Add(entry with { Number = entries.Count + 1 });

    public void Result(Encounter encounter, LabTest test, double value) =>
        Write(new RecordEntry.Result(encounter, encounter.Start, test, Round(value, LabTests.Of(test).Decimals), null) { MethodVariant = Habits(encounter).MethodVariant });

    public void Answer(Encounter encounter, LabTest test, string answer) =>
        Write(new RecordEntry.Result(encounter, encounter.Start, test, null, answer) { MethodVariant = Habits(encounter).MethodVariant });

    public void Sign(Encounter encounter, Vital vital, double value) =>
        Write(new RecordEntry.Sign(encounter, encounter.Start, vital, Round(value, Vitals.Of(vital).Decimals)));

    /// <summary>
    /// Writes a diagnosis, now and then with a neighbouring or an unspecific code as the site's habit is.
    /// </summary>
    public void Diagnose(
        Encounter encounter, Disease disease, DateOnly onset, bool untold = false, bool suspected = false,
        DateOnly? abated = null)
    {
        var code = Diseases.Of(disease).Icd10;
        var written = Chance.Chance(Habits(encounter).MiscodeShare) ? Miscode(code) : code;
        Write(new RecordEntry.Diagnosis(encounter, encounter.Start, disease, written) { Onset = onset, IsUntold = untold, IsSuspected = suspected, Abated = abated });
    }

    public void Prescribe(Encounter encounter, Drug drug, int days, bool untold = false) =>
        Write(new RecordEntry.Prescription(encounter, encounter.Start, drug, days) { IsUntold = untold });

    public void Perform(Encounter encounter, ProcedureCode code, bool untold = false) =>
        Write(new RecordEntry.Procedure(encounter, encounter.Start, code) { IsUntold = untold });

    /// <summary>
    /// A known disease is copied without its fourth character, or a neighbour of the same chapter is written.
    /// </summary>
    private string Miscode(string icd10)
    {
        if (icd10.Length > 3 && Chance.Chance(0.6))
        {
            return icd10[..3];
        }

        var sameChapter = Diseases.All.Where(other => other.Icd10[0] == icd10[0] && other.Icd10 != icd10).ToList();
        return sameChapter.Count == 0 ? icd10[..3] : sameChapter[Chance.Below(sameChapter.Count)].Icd10;
    }

    private static double Round(double value, int decimals) => Math.Round(Math.Max(0, value), decimals, MidpointRounding.AwayFromZero);
}
