using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Tests.Model;

/// <summary>What the shipped model answers hangs on what it reads alone, not on where in memory that was put.</summary>
public sealed class RepeatedReadingTest : IAsyncLifetime
{
    private const int Readings = 8;

    private RiskModel _model = null!;

    public async Task InitializeAsync() => _model = await RiskModel.Start(
        ModelArtefact.Load(ModelArtefact.Newest(Path.Combine(Records.Root(), "model-service", "models"))!), new InferenceLimits(), default);

    public Task DisposeAsync()
    {
        _model.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task The_same_steps_give_the_same_answer_to_the_last_bit(int seed)
    {
        ModelEvent[] steps = [.. _model.Tokeniser.Read(Records.Sample(seed), Records.Later).Steps];
        Assert.True(steps.Length > 60, $"{steps.Length} steps");
        for (var count = 1; count <= steps.Length; count++)
        {
            var first = await Answer(steps[..count]);
            for (var reading = 1; reading < Readings; reading++)
            {
                // An array between the readings: those of the next lie elsewhere, and otherwise aligned.
                GC.KeepAlive(new byte[(8 * reading) + 1]);
                Assert.Equal(first, await Answer(steps[..count]));
            }
        }
    }

    private async Task<float[]> Answer(ModelEvent[] steps)
    {
        var answer = await _model.Inference.Forward(
            new ForwardRequest(ModelState.Start(_model.Artefact.Shape), steps.AsMemory()[..Math.Min(steps.Length, OnnxScorer.ChunkMax)]), default);
        return [.. answer.LogHazards, .. answer.Contributions, .. answer.State.Conv, .. answer.State.Ssm];
    }
}
