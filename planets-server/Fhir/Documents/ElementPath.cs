using System.Globalization;
using System.Text;

namespace Phr.Fhir;

/// <summary>The place of an element in words that FHIRPath understands.</summary>
internal static class ElementPath
{
    public static string Of(Element element)
    {
        var path = new StringBuilder();
        Append(path, element);
        return path.ToString();
    }

    private static void Append(StringBuilder path, Element element)
    {
        var parent = element.Parent;
        if (!parent.Exists)
        {
            path.Append(element.Name);
            return;
        }
        Append(path, parent);
        path.Append('.').Append(element.Name);
        if (element.Definition is { IsMany: false })
            return;
        var position = Position(element, parent);
        if (element.Definition is not null || position > 0)
            path.Append(CultureInfo.InvariantCulture, $"[{position}]");
    }

    private static int Position(Element element, Element parent)
    {
        var position = 0;
        foreach (var sibling in parent.Children(element.Name))
        {
            if (sibling == element)
                break;
            position++;
        }
        return position;
    }
}
