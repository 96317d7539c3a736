using System.Text.Json;
using Phr.Model.Scoring;
using Phr.Platform.Hosting;
using Phr.Tests.Support;

namespace Phr.Tests.Model.Service;

/// <summary>A service with two models, the summed one first and the plain one behind it, and what tests look at in what it does.</summary>
internal static class TwoModels
{
    public static readonly string Plain = ModelArtefact.Load(SmallModel.Folder).Digest;

    public static readonly string Summed = ModelArtefact.Load(SmallSummedModel.SummedFolder).Digest;

    public static Task<ServiceHost> Serve(
        FakePlatform platform, TestDatabase database, bool isDemonstration, params (string Key, string Value)[] rules) =>
        platform.Serve(database.ConnectionString, isDemonstration,
        [
            .. ((string, string)[])[("Models:0:Folder", SmallSummedModel.SummedFolder), ("Models:1:Folder", SmallModel.Folder)],
            .. rules,
        ]);

    public static JsonElement Risk(JsonElement answer, string outcome) =>
        answer.GetProperty("risks").EnumerateArray().Single(risk => risk.GetProperty("outcome").GetString() == outcome);

    public static string ModelOf(JsonElement answer, string outcome) =>
        Risk(answer, outcome).GetProperty("model").GetProperty("digest").GetString()!;

    /// <summary>Digests of the models of which states are stored, in ordinal order.</summary>
    public static async Task<List<string>> CheckpointsOf(TestDatabase database, string patient)
    {
        await using var command = database.Source.CreateCommand(
            "select distinct model collate \"C\" as model from model.checkpoint where patient = $1 order by 1");
        command.Parameters.Add(new() { Value = patient });
        await using var row = await command.ExecuteReaderAsync();
        var models = new List<string>();
        while (await row.ReadAsync())
            models.Add(row.GetString(0));
        return models;
    }
}
