using Phr.Model.Assessments;
using Phr.Model.Choice;
using Phr.Model.Cohorts;
using Phr.Model.Feed;
using Phr.Model.People.Store;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Model.People;

/// <summary>What all models that answer for a person say at one moment.</summary>
/// <param name="Parts">One of each model.</param>
/// <param name="Unanswered">Outcomes for which no model was chosen.</param>
public sealed record PersonAssessed(
    string ModelsDigest, DateTimeOffset Moment, IReadOnlyList<Assessed> Parts, IReadOnlyList<TaskDefinition> Unanswered)
{
    /// <summary>Whether all reasons are from the same record.</summary>
    public bool IsExplained => Parts.All(part => part.IsExplained);
}

/// <summary>
/// One person's record as each model reads it that answers something for them. A reading that is no longer chosen is dropped; chosen again,
/// it begins anew. Not safe for two callers at once.
/// </summary>
/// <param name="patient">Id of the person's own Patient.</param>
internal sealed class PersonReadings(string patient, LaneParts parts)
{
    private readonly Dictionary<RiskModel, PersonReading> _readings = [];

    /// <summary>Chooses the models, has them follow the record, and asks them.</summary>
    /// <returns>Null where no Patient tells a birth date, or there is more than is kept.</returns>
    public async Task<PersonAssessed?> Assess(
        RecordView view, DateTimeOffset moment, IReadOnlyCollection<string> outcomes, CancellationToken ct)
    {
        // Models differ in the wearable metrics that they read, and in nothing by which one of them is chosen.
        var first = parts.Models.Models[0];
        if (view.Record(first.Artefact.Vocabulary) is not { } record)
            return null;
        var chosen = parts.Models.Choose(record, moment, outcomes);
        foreach (var model in _readings.Keys.Except(chosen.Models.Select(one => one.Model)).ToList())
            _readings.Remove(model);
        var assessed = new List<Assessed>();
        foreach (var (model, asked) in chosen.Models)
        {
            var own = model == first ? record : view.Record(model.Artefact.Vocabulary)!;
            if (!_readings.TryGetValue(model, out var reading))
                _readings.Add(model, reading = await NewReading(model, own, moment, ct));
            assessed.Add(await reading.Assess(own, moment, asked, ct));
        }
        return new PersonAssessed(parts.Models.Digest, moment, assessed, chosen.Unanswered);
    }

    /// <summary>What is to be worked out so that the next answer has reasons down to the single entry.</summary>
    /// <param name="assessed">The last one.</param>
    public async Task<ReadingsWork> Work(PersonAssessed assessed, RecordView view, CancellationToken ct)
    {
        var work = new List<(PersonReading, ExplanationWork)>();
        foreach (var assessment in assessed.Parts.Select(part => part.Assessment))
        {
            if (parts.Models.WithDigest(assessment.ModelDigest) is { } model && _readings.TryGetValue(model, out var reading)
                && view.Record(model.Artefact.Vocabulary) is { } record)
                work.Add((reading, await reading.Work(assessment, record, ct)));
        }
        return new ReadingsWork(this, work);
    }

    /// <summary>All states that are worth keeping.</summary>
    public IReadOnlyList<StoredCheckpoint> Checkpoints() => [.. _readings.Values.SelectMany(reading => reading.Checkpoints())];

    private async Task<PersonReading> NewReading(RiskModel model, PersonRecord record, DateTimeOffset moment, CancellationToken ct)
    {
        var reading = new PersonReading(model);
        reading.Resume(record, moment, await parts.Store.Checkpoints(patient, model.Artefact.ShippedDigest, ct));
        return reading;
    }
}

/// <summary>Reasons that are worked out beside the answers, one model after the other.</summary>
internal sealed class ReadingsWork(PersonReadings readings, IReadOnlyList<(PersonReading Reading, ExplanationWork Work)> work)
{
    private readonly List<(PersonReading Reading, ExplanationWork.Result Result)> _done = [];

    public PersonReadings Readings => readings;

    public async Task Run(CancellationToken ct)
    {
        foreach (var (reading, one) in work)
            _done.Add((reading, await one.Run(ct)));
    }

    /// <summary>Hands what was worked out to the readings; while nobody else uses them.</summary>
    public void Take() => _done.ForEach(one => one.Reading.Take(one.Result));
}
