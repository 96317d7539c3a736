using System.Text.Json.Nodes;

namespace Phr.Cli.Testing;

/// <summary>
/// What the runtime writes of a process that a signal ends, without its memory (the environment variables DOTNET_DbgEnableMiniDump,
/// DOTNET_EnableCrashReportOnly and DOTNET_DbgMiniDumpName). There is none of a process that was killed from outside.
/// </summary>
internal static class CrashReport
{
    private const int FramesMax = 40;

    /// <summary>Variables under which a process and its children write their reports into a folder.</summary>
    public static IReadOnlyDictionary<string, string> Variables(string folder) => new Dictionary<string, string>
    {
        ["DOTNET_DbgEnableMiniDump"] = "1", ["DOTNET_EnableCrashReportOnly"] = "1", ["DOTNET_DbgMiniDumpName"] = Path.Combine(folder, "crash.%p"),
    };

    /// <summary>Where the crashed threads of the reports in a folder stood, a line a frame; the innermost is first.</summary>
    public static IEnumerable<string> Read(string folder) =>
        Directory.EnumerateFiles(folder, "*.crashreport.json").SelectMany(file => Frames(JsonNode.Parse(File.ReadAllText(file))!));

    private static IEnumerable<string> Frames(JsonNode report)
    {
        var threads = report["payload"]?["threads"]?.AsArray() ?? [];
        foreach (var thread in threads.OfType<JsonObject>().Where(thread => (string?)thread["crashed"] == "true"))
        {
            yield return $"crashed: thread {(string?)thread["native_thread_id"]}";
            foreach (var frame in (thread["stack_frames"]?.AsArray() ?? []).OfType<JsonObject>().Take(FramesMax))
            {
                var method = (string?)frame["method_name"] ?? (string?)frame["unmanaged_name"] ?? (string?)frame["native_image_offset"];
                yield return $"  at {method} in {(string?)frame["filename"] ?? (string?)frame["native_module"]}";
            }
        }
    }
}
