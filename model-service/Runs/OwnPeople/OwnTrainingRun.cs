using System.Security.Cryptography;
using System.Text.Json;
using Phr.Model.Assessments;
using Phr.Model.Cohorts;
using Phr.Model.Meds;
using Phr.Model.Scoring;

namespace Phr.Model.Runs.OwnPeople;

/// <summary>
/// From a site's own people, as MEDS, to a sealed model. Nobody knows the true hazards of real people: it learns from recorded outcomes.
/// </summary>
public sealed class OwnTrainingRun(OwnTrainingPlan plan, MedsDataset dataset, TrainingFolders folders, PythonTraining python)
{
    private const string SurveyName = "survey.json";

    private static readonly JsonSerializerOptions Json = OwnTrainingReport.Options;

    private readonly WorkFolder _work = new(folders.Work);

    /// <exception cref="ArgumentException">The plan cannot be run.</exception>
    /// <exception cref="InvalidDataException">The data set cannot be read or has too little to learn from; the message says it.</exception>
    /// <exception cref="PythonTrainingException">Training ended with an error.</exception>
    public async Task<OwnTrainingReport> Run(IProgress<TrainingProgress>? progress, CancellationToken ct)
    {
        if (plan.Fault() is { } fault)
            throw new ArgumentException(fault);
        var tasks = TaskDefinition.Load([folders.Tasks, folders.OwnTasks]);
        var learnt = new LearntRecords(await dataset.Digest(ct), dataset.HasSplits, plan.FollowedYears);
        var survey = await Survey(tasks, Signature(learnt, tasks), progress, ct);
        await python.Run(_work.Arrays, _work.Output, plan.Learning, progress, ct);
        await python.Evaluate(_work.Arrays, _work.Output, TrainingRun.HeldOut, ["--split", $"{(int)CohortSplit.HeldOut}"], progress, ct);
        return await Seal(survey.Learnt(tasks, plan), learnt, survey, ct);
    }

    /// <summary>What decides the arrays: a run that was cut off goes on only with the same.</summary>
    private string Signature(LearntRecords learnt, IReadOnlyList<TaskDefinition> tasks) => JsonSerializer.Serialize(new
    {
        learnt, plan.OutcomesMin, Tasks = Convert.ToHexStringLower(SHA256.HashData(TaskDefinition.Store(tasks))), CohortArrays.Format,
    });

    /// <summary>Looks what the data set has, and writes the arrays, unless a run that was cut off has done so.</summary>
    private async Task<DatasetSurvey> Survey(
        IReadOnlyList<TaskDefinition> tasks, string signature, IProgress<TrainingProgress>? progress, CancellationToken ct)
    {
        var kept = Path.Combine(_work.Arrays, SurveyName);
        if (WorkFolder.IsWritten(_work.Arrays, signature))
            return JsonSerializer.Deserialize<DatasetSurvey>(await File.ReadAllBytesAsync(kept, ct), Json)!;
        IProgress<int>? Progress(string part, int whole) => TrainingRun.Progress(part, whole, progress);
        var survey = await DatasetSurvey.Take(People(ct), tasks, Progress("survey", 0), ct);
        if (survey.Fault(plan) is { } fault)
            throw new InvalidDataException($"Nothing can be learnt from this data set: {fault}");
        _work.Clear();
        await CohortFolder.Write(_work.Arrays, survey.Learnt(tasks, plan), People, Progress("records", survey.People.All), ct);
        await File.WriteAllBytesAsync(kept, JsonSerializer.SerializeToUtf8Bytes(survey, Json), ct);
        await WorkFolder.Sign(_work.Arrays, signature, ct);
        return survey;
    }

    /// <summary>Who has no entry is asked nothing: there is no moment from which they were observed.</summary>
    private IAsyncEnumerable<CohortPerson> People(CancellationToken ct) =>
        dataset.People(plan.FollowedYears, ct).Where(person => person.Entries().Any());

    private async Task<OwnTrainingReport> Seal(
        IReadOnlyList<TaskDefinition> tasks, LearntRecords learnt, DatasetSurvey survey, CancellationToken ct)
    {
        var folder = Path.Combine(folders.Models, plan.Name);
        await _work.Collect(folder, tasks, ct);
        var artefact = await TrainingRun.Sealed(folder, LearntRecords.FileName, learnt.Store(), ct);
        var table = _work.Table(TrainingRun.HeldOut, artefact);
        artefact = await TrainingRun.Sealed(folder, PeerRisks.FileName, TrainingReport.Peers(artefact, table).Store(), ct);
        var report = OwnTrainingReport.Of(plan, artefact, survey, table, _work.Steps());
        await report.Write(folder, artefact, ct);
        ModelArtefact.Seal(folder);
        return report;
    }
}
