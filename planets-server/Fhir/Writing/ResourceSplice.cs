using System.Buffers;
using System.Text;
using Phr.Fhir.Definitions;
using Phr.Fhir.Structure;

namespace Phr.Fhir.Writing;

/// <summary>What the server decides about a resource that it stores.</summary>
/// <param name="LastUpdated">Written in UTC to the millisecond.</param>
public readonly record struct ResourceStamp(string Id, string VersionId, DateTimeOffset LastUpdated);

/// <summary>
/// Copies a resource byte by byte, except for its id, meta.versionId and meta.lastUpdated, and the links that a
/// transaction resolves. Order, white space, digits of numbers and everything else stay as they were sent.
/// Source: R4 http.html#trules (references and elements of type uri, url, oid and uuid, and href and src in the
/// narrative; canonical elements are not replaced).
/// </summary>
public ref struct ResourceSplice
{
    private readonly IBufferWriter<byte> to;
    private readonly ReadOnlySpan<byte> json;
    private readonly ReadOnlySpan<Node> nodes;
    private readonly FhirDocument document;
    private readonly int root;
    private readonly ResourceStamp stamp;
    private readonly ReferenceMap? references;
    private readonly string? serverBase;
    private int copied;

    private ResourceSplice(IBufferWriter<byte> to, Element resource, ResourceStamp stamp, ReferenceMap? references, string? serverBase)
    {
        this.to = to;
        document = resource.Document;
        json = document.Bytes;
        nodes = document.Nodes;
        root = resource.Index;
        this.stamp = stamp;
        this.references = references is { IsEmpty: true } ? null : references;
        this.serverBase = serverBase;
        copied = nodes[root].Start;
    }

    /// <summary>Writes a sound resource: a whole document or the resource of a Bundle entry.</summary>
    /// <exception cref="ArgumentException">The element is no resource, or the structure check found an error in it.</exception>
    /// <param name="serverBase">That relative references belong to first, with its slash; null of this server.</param>
    public static void Write(
        IBufferWriter<byte> to, Element resource, ResourceStamp stamp, ReferenceMap? references = null, string? serverBase = null)
    {
        if (resource.Type is not { IsResource: true } || resource.IsFaulty)
            throw new ArgumentException("Only a sound resource can be stamped.", nameof(resource));
        if (!ResourceId.IsId(stamp.Id) || !ResourceId.IsId(stamp.VersionId))
            throw new ArgumentException("An id has 1 to 64 letters, digits, hyphens and dots.", nameof(stamp));
        new ResourceSplice(to, resource, stamp, references, serverBase).Run();
    }

    private void Run()
    {
        var id = Find(root, Known.Names.Id);
        var meta = Find(root, Known.Names.Meta);
        for (var i = root + 1; i < nodes[root].Next; i = references is null && i != meta ? nodes[i].Next : i + 1)
        {
            ref readonly var node = ref nodes[i];
            if (node.Parent == root && node.Property == 0 && (node.Flags & NodeFlags.Hidden) != 0)
                WriteMissing(node.End, hasId: id >= 0, hasMeta: meta >= 0);
            else if (i == id)
                Replace(in node, stamp.Id);
            else if (i == meta)
                WriteMissingOfMeta(meta);
            else if (node.Parent == meta && meta >= 0 && IsStamped(i))
                WriteStamped(in node, document.NameId(i));
            else if (references is not null && node.Kind == JsonKind.String)
                ReplaceLinks(in node);
        }
        Copy(nodes[root].End);
    }

    private readonly int Find(int parent, int nameId)
    {
        for (var i = parent + 1; i < nodes[parent].Next; i = nodes[i].Next)
            if ((nodes[i].Flags & (NodeFlags.Hidden | NodeFlags.Sibling)) == 0 && document.NameId(i) == nameId)
                return i;
        return -1;
    }

    private readonly bool IsStamped(int i) =>
        (nodes[i].Flags & NodeFlags.Sibling) == 0
        && (document.NameId(i) == Known.Names.VersionId || document.NameId(i) == Known.Names.LastUpdated);

    private void WriteMissing(int after, bool hasId, bool hasMeta)
    {
        Copy(after);
        if (!hasId)
            WriteQuoted(",\"id\":"u8, stamp.Id);
        if (hasMeta)
            return;
        WriteQuoted(",\"meta\":{\"versionId\":"u8, stamp.VersionId);
        WriteLastUpdated(",\"lastUpdated\":"u8);
        to.Write("}"u8);
    }

    // A sound meta is not empty, so a comma always follows.
    private void WriteMissingOfMeta(int meta)
    {
        Copy(nodes[meta].Start + 1);
        if (Find(meta, Known.Names.VersionId) < 0)
        {
            WriteQuoted("\"versionId\":"u8, stamp.VersionId);
            to.Write(","u8);
        }
        if (Find(meta, Known.Names.LastUpdated) < 0)
        {
            WriteLastUpdated("\"lastUpdated\":"u8);
            to.Write(","u8);
        }
    }

    private void WriteStamped(ref readonly Node node, int nameId)
    {
        if (nameId == Known.Names.VersionId)
        {
            Replace(in node, stamp.VersionId);
            return;
        }
        Copy(node.Start);
        WriteLastUpdated([]);
        copied = node.End;
    }

    private readonly void WriteLastUpdated(ReadOnlySpan<byte> before)
    {
        Span<byte> instant = stackalloc byte[Instant.Bytes];
        Instant.Format(stamp.LastUpdated, instant);
        to.Write(before);
        to.Write("\""u8);
        to.Write(instant);
        to.Write("\""u8);
    }

    private readonly void WriteQuoted(ReadOnlySpan<byte> before, string id)
    {
        to.Write(before);
        to.Write("\""u8);
        Encoding.ASCII.GetBytes(id, to);
        to.Write("\""u8);
    }

    private void ReplaceLinks(ref readonly Node node)
    {
        if (R4.PropertyAt(node.Property) is not { } property || references is null)
            return;
        switch (property.Type.Primitive)
        {
            case PrimitiveKind.String when IsReference(property):
            case PrimitiveKind.Uri or PrimitiveKind.Url or PrimitiveKind.Oid or PrimitiveKind.Uuid:
                ReplaceLink(in node);
                break;
            case PrimitiveKind.Xhtml:
                foreach (var link in new NarrativeLinks(json[node.Start..node.End]))
                    if (references.TryFind(json[node.Start..node.End][link], serverBase, out var target, out var matched))
                        Replace(node.Start + link.Start.Value, node.Start + link.Start.Value + matched, target);
                break;
        }
    }

    private static bool IsReference(FhirProperty property) =>
        ReferenceEquals(property.Element.Owner, Known.Reference) && property.Element.NameId == Known.Names.Reference;

    private void ReplaceLink(ref readonly Node node)
    {
        var text = json[(node.Start + 1)..(node.End - 1)];
        if ((node.Flags & NodeFlags.Escaped) != 0)
        {
            var unescaped = new byte[text.Length];
            JsonText.Unescape(text, unescaped, out var written);
            // Escapes make places differ, so only a whole match is replaced.
            if (references!.TryFind(unescaped.AsSpan(0, written), serverBase, out var whole, out var length) && length == written)
                Replace(node.Start + 1, node.End - 1, whole);
            return;
        }
        if (references!.TryFind(text, serverBase, out var target, out var matched))
            Replace(node.Start + 1, node.Start + 1 + matched, target);
    }

    private void Replace(ref readonly Node node, string id)
    {
        Copy(node.Start);
        WriteQuoted([], id);
        copied = node.End;
    }

    private void Replace(int start, int end, ReadOnlySpan<byte> with)
    {
        Copy(start);
        to.Write(with);
        copied = end;
    }

    private void Copy(int end)
    {
        to.Write(json[copied..end]);
        copied = end;
    }
}
