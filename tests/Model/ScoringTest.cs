using System.Text.RegularExpressions;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Tests.Model;

public sealed class ScoringTest(SmallModel small) : IClassFixture<SmallModel>
{
    private const double Tolerance = 1e-4;

    private RiskModel Model => small.Model;

    [Fact]
    public async Task The_graph_answers_as_PyTorch_did() =>
        Assert.InRange(await GoldenReference.Difference(Model.Artefact, Model.Inference, default), 0, 1e-4);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    public async Task Reading_in_pieces_equals_reading_in_chunks(int piece)
    {
        var steps = small.Steps(4).ToArray();
        var whole = await Model.Read(Start, steps, default);
        var state = Start;
        for (var at = 0; at < steps.Length; at += piece)
            state = await Model.Read(state, steps.AsMemory(at, Math.Min(piece, steps.Length - at)), default);

        AssertClose(whole, state);
    }

    [Fact]
    public async Task Many_people_at_once_get_what_each_gets_alone()
    {
        var alone = new List<ModelState>();
        for (var seed = 0; seed < 12; seed++)
            alone.Add(await Model.Read(Start, small.Steps(seed).ToArray(), default));

        var together = await Task.WhenAll(Enumerable.Range(0, 12)
            .Select(seed => Model.Read(Start, small.Steps(seed).ToArray(), default)));

        for (var seed = 0; seed < 12; seed++)
            AssertClose(alone[seed], together[seed]);
    }

    [Fact]
    public async Task A_question_leaves_the_record_as_it_was()
    {
        var steps = small.Steps(2);
        var state = await Model.Read(Start, steps.ToArray(), default);
        var copy = new ModelState([.. state.Conv], [.. state.Ssm]);

        var first = await Model.Ask(state, Records.Tasks[0], steps[^1].Day + 30, steps[^1].Day, default);
        await Model.Ask(state, Records.Tasks[1], steps[^1].Day + 30, steps[^1].Day, default);
        var again = await Model.Ask(state, Records.Tasks[0], steps[^1].Day + 30, steps[^1].Day, default);

        AssertClose(copy, state);
        Assert.Equal(first.Risk(5), again.Risk(5), 6);
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once()
    {
        using var threads = await InferenceThreads.Start([Model.Artefact], new InferenceLimits { QueueLength = 1 });
        var request = new ForwardRequest(Start, small.Steps(1).Take(64).ToArray());
        var running = new List<Task>();

        Assert.Throws<InferenceBusyException>(() =>
        {
            for (var i = 0; i < 10_000; i++)
                running.Add(threads.Models[0].Forward(request, default));
        });
        await Task.WhenAll(running);
    }

    [Fact]
    public async Task Models_that_share_threads_answer_as_each_alone_and_share_the_queue()
    {
        var other = ModelArtefact.Load(SmallSummedModel.SummedFolder);
        using var alone = await RiskModel.Start(other, new InferenceLimits(), default);
        using var threads = await InferenceThreads.Start([Model.Artefact, other], new InferenceLimits { QueueLength = 64 });
        using var first = await RiskModel.On(threads.Models[0], Model.Artefact, default);
        using var second = await RiskModel.On(threads.Models[1], other, default);
        var steps = small.Steps(4).ToArray();

        var both = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? first : second).Read(Start, steps, default)));

        var expected = (await Model.Read(Start, steps, default), await alone.Read(Start, steps, default));
        Assert.All(both, (state, i) => AssertClose(i % 2 == 0 ? expected.Item1 : expected.Item2, state));
        var request = new ForwardRequest(Start, steps.AsMemory(0, 64));
        Assert.Throws<InferenceBusyException>(() =>
        {
            for (var i = 0; i < 10_000; i++)
                _ = threads.Models[0].Forward(request, default);
        });
        Assert.Throws<InferenceBusyException>(() =>
        {
            for (var i = 0; i < 10_000; i++)
                _ = threads.Models[1].Forward(request, default);
        });
    }

    [Fact]
    public async Task A_model_among_several_that_cannot_be_run_is_named()
    {
        var folder = Copy();
        File.WriteAllText(Path.Combine(folder, "explain.onnx"), "no graph");
        ModelArtefact.Seal(folder);

        var fault = await Assert.ThrowsAsync<InvalidDataException>(() =>
            InferenceThreads.Start([Model.Artefact, ModelArtefact.Load(folder)], new InferenceLimits()));

        Assert.StartsWith(Path.GetFileName(folder), fault.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_request_that_was_given_up_is_not_computed()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Model.Read(Start, small.Steps(1).ToArray(), gone.Token));
    }

    [Fact]
    public async Task Managed_arithmetic_keeps_its_small_numbers()
    {
        await Model.Read(Start, small.Steps(1).ToArray(), default);

        Assert.NotEqual(0, float.Epsilon * Model.Artefact.EdgesYears.Count);
    }

    [Fact]
    public async Task A_stored_state_is_the_same_state_or_refused()
    {
        var state = await Model.Read(Start, small.Steps(3).ToArray(), default);
        var bytes = state.ToBytes();

        AssertClose(state, ModelState.FromBytes(bytes, Model.Artefact.Shape));
        Assert.Equal(Model.Artefact.Shape.StateBytes, bytes.Length);
        Assert.Throws<InvalidDataException>(() => ModelState.FromBytes(bytes.AsSpan(1), Model.Artefact.Shape));
        BitConverter.TryWriteBytes(bytes.AsSpan(8), float.NaN);
        Assert.Throws<InvalidDataException>(() => ModelState.FromBytes(bytes, Model.Artefact.Shape));
    }

    [Theory]
    [InlineData("forward.onnx")]
    [InlineData("vocabulary.json")]
    [InlineData("manifest.json")]
    public void A_model_with_a_changed_file_is_refused(string name)
    {
        var folder = Copy();
        var bytes = File.ReadAllBytes(Path.Combine(folder, name));
        bytes[^3] ^= 1;
        File.WriteAllBytes(Path.Combine(folder, name), bytes);

        Assert.Throws<InvalidDataException>(() => ModelArtefact.Load(folder));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_model_that_answers_otherwise_than_it_was_trained_to_is_refused()
    {
        var folder = Copy();
        var golden = Path.Combine(folder, "golden.json");
        var changed = Regex.Replace(File.ReadAllText(golden), """("log_hazards":\{"shape":\[3,16\],"values":\[)[^,]+""", "${1}9.5");
        File.WriteAllText(golden, changed);
        ModelArtefact.Seal(folder);

        var fault = await Assert.ThrowsAsync<InvalidDataException>(() =>
            RiskModel.Start(ModelArtefact.Load(folder), new InferenceLimits(), default));
        Assert.Contains("difference", fault.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_file_that_is_no_graph_is_refused()
    {
        var folder = Copy();
        File.WriteAllText(Path.Combine(folder, "explain.onnx"), "no graph");
        ModelArtefact.Seal(folder);

        await Assert.ThrowsAsync<InvalidDataException>(() =>
            RiskModel.Start(ModelArtefact.Load(folder), new InferenceLimits(), default));
        Directory.Delete(folder, recursive: true);
    }

    private ModelState Start => ModelState.Start(Model.Artefact.Shape);

    private static string Copy()
    {
        var folder = Directory.CreateTempSubdirectory("phr-model-").FullName;
        foreach (var file in Directory.GetFiles(SmallModel.Folder))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }

    private static void AssertClose(ModelState left, ModelState right)
    {
        Assert.True(left.Conv.Zip(right.Conv).All(pair => Math.Abs(pair.First - pair.Second) <= Tolerance));
        Assert.True(left.Ssm.Zip(right.Ssm).All(pair => Math.Abs(pair.First - pair.Second) <= Tolerance));
    }
}
