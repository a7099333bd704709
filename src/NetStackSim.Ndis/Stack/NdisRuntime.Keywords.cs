using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>The Advanced tab.</content>
public sealed partial class NdisRuntime
{
    /// <summary>
    /// Changes one property of the Advanced tab, as its OK button does: the value is checked and written, and the adapter is halted and initialised anew (unlike
    /// OID_TCP_OFFLOAD_PARAMETERS, which changes a running adapter). <see cref="MiniportAdapter.LastOperation"/> tells how that went. IRQL: Passive.
    /// </summary>
    /// <param name="adapter">The adapter.</param>
    /// <param name="keyword">One of <see cref="MiniportAdapter.Keywords"/>.</param>
    /// <param name="value">The value; null takes it out of the registry, and the default holds again.</param>
    /// <param name="problem">Why it was refused, in words.</param>
    /// <returns>False when it was refused: nothing has changed.</returns>
    public bool TrySetProperty(MiniportAdapter adapter, string keyword, string? value, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        Kernel.CurrentProcessor.AssertIrqlAtMost(Irql.Passive, nameof(TrySetProperty));
        KeywordDefinition? definition = adapter.Keywords.Find(keyword);
        if (!adapter.Keywords.TryValidate(keyword, value ?? definition?.Default ?? string.Empty, out problem))
        {
            return false;
        }

        _ = value is null ? adapter.Settings.Remove(keyword) : adapter.Settings.Write(definition!.Keyword, value);
        ReconfigureAdapter(adapter);
        return true;
    }
}
