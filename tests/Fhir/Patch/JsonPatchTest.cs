using System.Text;
using Phr.Fhir.Patch;

namespace Phr.Tests.Fhir.Patch;

/// <summary>RFC 6902 and 6901, beyond the official cases, and the bounds.</summary>
public sealed class JsonPatchTest
{
    [Theory]
    [InlineData("""{"a":1.50}""", """[{"op":"copy","from":"/a","path":"/b"}]""", """{"a":1.50,"b":1.50}""")]
    [InlineData("""{"a":1}""", """[{"op":"test","path":"/a","value":1.0}]""", """{"a":1}""")]
    [InlineData("""{"a":null}""", """[{"op":"test","path":"/a","value":null},{"op":"remove","path":"/a"}]""", "{}")]
    [InlineData("""{"a":{"b":1,"c":2}}""", """[{"op":"test","path":"/a","value":{"c":2,"b":1}}]""", """{"a":{"b":1,"c":2}}""")]
    [InlineData("""{"a":[1]}""", """[{"op":"move","from":"/a/0","path":"/a/0"}]""", """{"a":[1]}""")]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"","value":{"b":2}}]""", """{"b":2}""")]
    [InlineData("""{"":1}""", """[{"op":"replace","path":"/","value":2}]""", """{"":2}""")]
    [InlineData("""{"a":"山田 <b>"}""", "[]", """{"a":"山田 <b>"}""")]
    public void It_applies(string document, string patch, string expected)
    {
        var patched = JsonPatch.Read(Encoding.UTF8.GetBytes(patch)).Patch!.Apply(Encoding.UTF8.GetBytes(document));

        Assert.Null(patched.Fault);
        Assert.Equal(expected, Encoding.UTF8.GetString(patched.Resource.Span));
    }

    [Theory]
    [InlineData("""[{"op":"add","path":"/a/2","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/a/00","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/a/01","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/a/1e0","value":1}]""")]
    [InlineData("""[{"op":"remove","path":"/a/-"}]""")]
    [InlineData("""[{"op":"remove","path":"/x"}]""")]
    [InlineData("""[{"op":"replace","path":"/a/1","value":1}]""")]
    [InlineData("""[{"op":"move","from":"/a","path":"/a/0"}]""")]
    [InlineData("""[{"op":"copy","from":"/x","path":"/y"}]""")]
    [InlineData("""[{"op":"test","path":"/a/0","value":1e99999999999}]""")]
    [InlineData("""[{"op":"test","path":"/a","value":[1,2]}]""")]
    [InlineData("""[{"op":"remove","path":""},{"op":"add","path":"/a","value":1}]""")]
    public void What_does_not_apply_is_told_by_its_operation(string patch)
    {
        var fault = JsonPatch.Read(Encoding.UTF8.GetBytes(patch)).Patch!.Apply("""{"a":[1]}"""u8.ToArray()).Fault;

        Assert.Equal(PatchFaultKind.Inapplicable, fault!.Kind);
        Assert.StartsWith("/", fault.Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("[")]
    [InlineData("""[{"op":"add","path":"a","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/~2","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/a"}]""")]
    [InlineData("""[{"op":"move","path":"/a"}]""")]
    [InlineData("""[{"op":"append","path":"/a","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/a","value":1,"op":"remove"}]""")]
    [InlineData("""[{"op":1,"path":"/a","value":1}]""")]
    public void What_is_no_patch_is_malformed(string patch) =>
        Assert.Equal(PatchFaultKind.Malformed, JsonPatch.Read(Encoding.UTF8.GetBytes(patch)).Fault!.Kind);

    [Fact]
    public void Copies_do_not_grow_without_bound()
    {
        var doubling = string.Join(',', Enumerable.Range(0, 60).Select(i => $$"""{"op":"copy","from":"/a","path":"/a/-"}"""));

        var fault = JsonPatch.Read(Encoding.UTF8.GetBytes($"[{doubling}]")).Patch!.Apply("""{"a":["xxxxxxxx"]}"""u8.ToArray()).Fault;

        Assert.Equal(PatchFaultKind.TooLarge, fault!.Kind);
    }

    [Fact]
    public void Wide_copies_stop_at_the_limit_of_bytes()
    {
        var text = new string('x', 1 << 20);
        var copies = string.Join(',', Enumerable.Range(0, 64).Select(i => $$"""{"op":"copy","from":"/a","path":"/b{{i}}"}"""));

        var fault = JsonPatch.Read(Encoding.UTF8.GetBytes($"[{copies}]")).Patch!.Apply(Encoding.UTF8.GetBytes($$"""{"a":"{{text}}"}""")).Fault;

        Assert.Equal((PatchFaultKind.TooLarge, "/63"), (fault!.Kind, fault.Place));
    }

    [Fact]
    public void A_patch_has_a_limited_number_of_operations_and_depth()
    {
        Assert.Null(JsonPatch.Read(Many(PatchLimits.StepsMax)).Fault);
        Assert.Equal(PatchFaultKind.TooLarge, JsonPatch.Read(Many(PatchLimits.StepsMax + 1)).Fault!.Kind);
        Assert.Null(Deep(PatchLimits.DepthMax - 1).Fault);
        Assert.Equal(PatchFaultKind.TooLarge, Deep(PatchLimits.DepthMax).Fault!.Kind);

        static byte[] Many(int count) =>
            Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("""{"op":"test","path":"","value":1}""", count))}]");

        // Each operation adds an object inside the one before.
        static Patched Deep(int depth)
        {
            var steps = Enumerable.Range(1, depth).Select(i =>
                $$$"""{"op":"add","path":"{{{string.Concat(Enumerable.Repeat("/a", i))}}}","value":{}}""");
            return JsonPatch.Read(Encoding.UTF8.GetBytes($"[{string.Join(',', steps)}]")).Patch!.Apply("{}"u8.ToArray());
        }
    }
}
