using Phr.Model.Cohorts;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Tests.Model;

/// <summary>
/// A small model with drawn weights (made by <c>training/tests/untrained_model.py</c> for the vocabulary of <see
/// cref="Records"/>), shared by a test class. Its answers mean nothing; its arithmetic is that of a trained one.
/// </summary>
public class SmallModel : IAsyncLifetime
{
    private readonly string _folder;

    public SmallModel()
        : this(Folder)
    {
    }

    protected SmallModel(string folder) => _folder = folder;

    public static string Folder => Golden.At("untrained-0");

    public RiskModel Model { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Model = await RiskModel.Start(ModelArtefact.Load(_folder), new InferenceLimits { Threads = 2 }, default);

    public Task DisposeAsync()
    {
        Model?.Dispose();
        return Task.CompletedTask;
    }

    public IReadOnlyList<ModelEvent> Steps(int seed) => Model.Tokeniser.Read(Records.Sample(seed), Records.Later).Steps;

    /// <summary>Definitions of the two tasks of <see cref="Records.Tasks"/>.</summary>
    internal static IReadOnlyList<TaskDefinition> Tasks =>
        [.. Records.Tasks.Select(key =>
            TaskDefinition.Load(Path.Combine(Records.Root(), "model-service", "training", "tasks"))
            .Single(task => task.Key == key))];
}

/// <summary>The same of a model whose log-hazards are a sum of what clinical groups contribute.</summary>
public sealed class SmallSummedModel() : SmallModel(SummedFolder)
{
    public static string SummedFolder => Golden.At("untrained-summed-0");
}
