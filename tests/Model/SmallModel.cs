using Phr.Model.Cohorts;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Tests.Model;

/// <summary>
/// A small model with drawn weights (made by <c>training/tests/untrained_model.py</c> for the vocabulary of <see
/// cref="Records"/>), shared by a test class. Its answers mean nothing; its arithmetic is that of a trained one.
/// </summary>
public sealed class SmallModel : IAsyncLifetime
{
    public static string Folder => Golden.At("untrained-0");

    public RiskModel Model { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Model = await RiskModel.Start(ModelArtefact.Load(Folder), new InferenceLimits { Threads = 2 }, default);

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
