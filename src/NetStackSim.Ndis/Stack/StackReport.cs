using System.Globalization;
using System.Text;

namespace NetStackSim.Ndis;

/// <summary>A driver stack in words, top first.</summary>
internal static class StackReport
{
    public static string Text(DriverStack stack)
    {
        StringBuilder text = new();
        foreach (ProtocolBinding binding in stack.Bindings)
        {
            text.Append(CultureInfo.InvariantCulture, $"protocol  {binding.Name} {binding.State}\n");
        }

        for (int i = stack.Filters.Count - 1; i >= 0; i--)
        {
            FilterModule module = stack.Filters[i];
            string kind = module.Driver.Options.Type == FilterType.Monitoring ? "monitoring" : module.Driver.Options.Class.ToString();
            text.Append(CultureInfo.InvariantCulture, $"filter    {module.Name} [{kind}] {module.State}, datapath: {Datapath(module.Handlers)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"miniport  {stack.Adapter.Name} {stack.Adapter.State}\n");
        foreach (string remark in stack.Remarks)
        {
            text.Append(CultureInfo.InvariantCulture, $"remark    {remark}\n");
        }

        return text.ToString();
    }

    private static string Datapath(FilterHandlers handlers)
    {
        bool sends = (handlers & FilterHandlers.SendPath) != 0;
        bool receives = (handlers & FilterHandlers.ReceivePath) != 0;
        return (sends, receives) switch
        {
            (true, true) => "send and receive",
            (true, false) => "send only",
            (false, true) => "receive only",
            _ => "bypassed",
        };
    }
}
