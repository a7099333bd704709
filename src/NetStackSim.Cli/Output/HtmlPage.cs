using System.Net;
using System.Text;

namespace NetStackSim.Cli.Output;

/// <summary>One page that needs nothing from anywhere else: its style is inside, and it has no script.</summary>
internal static class HtmlPage
{
    /// <summary>Begins a page: everything up to its content.</summary>
    /// <param name="title">The title of the window.</param>
    /// <param name="style">The style sheet.</param>
    /// <param name="isForPhones">True lets a phone lay the page out at its own width; a poster keeps its proportions.</param>
    public static StringBuilder Begin(string title, string style, bool isForPhones = false)
    {
        StringBuilder page = new(64 * 1024);
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        if (isForPhones)
        {
            page.Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">");
        }

        return page.Append("<title>").Append(Text(title)).Append("</title><style>").Append(style).Append("</style></head><body>\n");
    }

    /// <summary>Ends a page.</summary>
    public static string End(StringBuilder page) => page.Append("</body></html>\n").ToString();

    /// <summary>A text as it must be written in a page.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);
}
