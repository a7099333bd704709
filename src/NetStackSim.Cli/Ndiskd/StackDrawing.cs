using System.Globalization;
using System.Text;
using NetStackSim.Cli.Output;
using NetStackSim.Ndis;

namespace NetStackSim.Cli.Ndiskd;

/// <summary>The driver stacks of a report as one SVG drawing whose colours come from the page.</summary>
internal static class StackDrawing
{
    private const int CharacterWidth = 7;

    /// <summary>Draws.</summary>
    public static void Append(StringBuilder page, NetReport report)
    {
        StackLayout layout = new(report);
        page.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"-2 -2 {layout.Width + 4} {layout.Height + 4}\" style=\"--w:{layout.Width}px\" role=\"img\" aria-label=\"Driver stacks\">\n");
        page.Append("<defs>");
        Marker(page, "send");
        Marker(page, "recv");
        page.Append("</defs>\n");
        foreach (StackPlan stack in layout.Stacks)
        {
            Stack(page, stack);
        }

        foreach (StackPlan stack in layout.Stacks)
        {
            Links(page, layout, stack);
        }

        page.Append("</svg>\n");
    }

    private static void Marker(StringBuilder page, string name) =>
        page.Append(CultureInfo.InvariantCulture, $"<marker id=\"{name}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path class=\"{name}-fill\" d=\"M0 0L10 5L0 10z\"/></marker>");

    private static void Stack(StringBuilder page, StackPlan stack)
    {
        NetReportAdapter adapter = stack.Adapter;
        string kind = adapter.Warnings.Count > 0 ? " warned" : adapter.IsVirtual ? " virtual" : "";
        Rectangle(page, stack.Frame, "stack" + kind, 14);
        Write(page, stack.Edge.X, stack.Frame.Y + 25, "title", adapter.Name, stack.Edge.Width);
        string facts = string.Create(CultureInfo.InvariantCulture, $"{adapter.MacAddress} \u00b7 MTU {adapter.Mtu} \u00b7 {(adapter.Media == "Connected" ? adapter.Speed : adapter.Media)}");
        Write(page, stack.Edge.X, stack.Frame.Y + 43, "sub", facts, stack.Edge.Width);
        for (int i = 0; i < adapter.Opens.Count; i++)
        {
            Box(page, stack.Opens[i], "open" + Quiet(adapter.Opens[i].State == BindingState.Running), adapter.Opens[i].Protocol, $"{adapter.Opens[i].State} \u00b7 {(adapter.Opens[i].FrameTypes == "All" ? "all EtherTypes" : adapter.Opens[i].FrameTypes)}");
        }

        Rectangle(page, stack.Edge, "edge", 6);
        WriteMiddle(page, stack.Edge.Middle, stack.Edge.Y + 14, "sub", "NDIS: dispatch by EtherType and packet filter");
        Lanes(page, stack);
        for (int i = 0; i < adapter.Filters.Count; i++)
        {
            NetReportFilter filter = adapter.Filters[i];
            string what = filter.Sends || filter.Receives ? filter.Kind : filter.Kind + ", bypassed";
            Box(page, stack.Filters[i], "filter" + Quiet(filter.State == FilterModuleState.Running), filter.Name, $"{filter.State} \u00b7 {what}{(filter.IsMandatory ? " \u00b7 mandatory" : "")}{Held(filter.HeldSends + filter.HeldReceives)}");
        }

        string below = adapter.IsVirtual ? "virtual miniport" : "miniport";
        Box(page, stack.Miniport, (adapter.IsVirtual ? "miniport virtual" : "miniport") + Quiet(adapter.State == AdapterState.Running), adapter.Driver, $"{below} \u00b7 {adapter.State} \u00b7 interface {adapter.Interface}{Held(adapter.HeldSends)}");
    }

    private static string Held(int lists) => lists == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" \u00b7 {lists} held");

    private static string Quiet(bool isRunning) => isRunning ? "" : " quiet";

    // A lane is drawn from driver to driver that is on it; those beside it are gone past.
    private static void Lanes(StringBuilder page, StackPlan stack)
    {
        int send = stack.Edge.Bottom;
        int receive = stack.Edge.Bottom;
        for (int i = 0; i <= stack.Filters.Count; i++)
        {
            bool isMiniport = i == stack.Filters.Count;
            StackBox box = isMiniport ? stack.Miniport : stack.Filters[i];
            if (isMiniport || stack.Adapter.Filters[i].Sends)
            {
                Arrow(page, "send", stack.SendLane, send, box.Y);
                send = box.Bottom;
            }

            if (isMiniport || stack.Adapter.Filters[i].Receives)
            {
                Arrow(page, "recv", stack.ReceiveLane, box.Y, receive);
                receive = box.Bottom;
            }
        }
    }

    // From the virtual miniport to the protocol that is the lower edge of its driver.
    private static void Links(StringBuilder page, StackLayout layout, StackPlan upper)
    {
        foreach (StackPlan lower in layout.Stacks.Where(each => upper.Adapter.LowerAdapters.Contains(each.Adapter.Name)))
        {
            int open = lower.Adapter.Opens.ToList().FindIndex(each => each.Protocol == upper.Adapter.LowerProtocol);
            // Beside the heading of the lower stack, which stands on the left.
            (int x, int y) = open >= 0 ? (lower.Opens[open].Middle + (lower.Opens[open].Width / 3), lower.Opens[open].Y) : (lower.Frame.Middle, lower.Frame.Y);
            (int fromX, int fromY) = (upper.Miniport.Middle, upper.Miniport.Bottom);
            int half = (upper.Frame.Bottom + lower.Frame.Y) / 2;
            page.Append(CultureInfo.InvariantCulture, $"<path class=\"link\" d=\"M{fromX} {fromY}V{upper.Frame.Bottom}C{fromX} {half},{x} {half},{x} {lower.Frame.Y}V{y}\"/>\n");
        }
    }

    private static void Arrow(StringBuilder page, string direction, int x, int from, int to) =>
        page.Append(CultureInfo.InvariantCulture, $"<path class=\"lane {direction}\" d=\"M{x} {from}V{to}\" marker-end=\"url(#{direction})\"/>\n");

    private static void Box(StringBuilder page, StackBox box, string css, string title, string sub)
    {
        Rectangle(page, box, css, 8);
        WriteMiddle(page, box.Middle, box.Y + (box.Height / 2) - 3, "name", Cut(title, box.Width));
        WriteMiddle(page, box.Middle, box.Y + (box.Height / 2) + 14, "sub", Cut(sub, box.Width + 30));
    }

    private static void Rectangle(StringBuilder page, StackBox box, string css, int radius) =>
        page.Append(CultureInfo.InvariantCulture, $"<rect class=\"{css}\" x=\"{box.X}\" y=\"{box.Y}\" width=\"{box.Width}\" height=\"{box.Height}\" rx=\"{radius}\"/>\n");

    private static void Write(StringBuilder page, int x, int y, string css, string text, int width) =>
        page.Append(CultureInfo.InvariantCulture, $"<text class=\"{css}\" x=\"{x}\" y=\"{y}\">{HtmlPage.Text(Cut(text, width))}</text>\n");

    private static void WriteMiddle(StringBuilder page, int x, int y, string css, string text) =>
        page.Append(CultureInfo.InvariantCulture, $"<text class=\"{css} mid\" x=\"{x}\" y=\"{y}\">{HtmlPage.Text(text)}</text>\n");

    private static string Cut(string text, int width)
    {
        int room = Math.Max(4, width / CharacterWidth);
        return text.Length <= room ? text : text[..(room - 1)] + "\u2026";
    }
}
