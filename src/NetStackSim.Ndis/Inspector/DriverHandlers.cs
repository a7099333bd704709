using System.Reflection;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The handlers of a driver: the Windows names of the interface members that its object implements.</summary>
internal static class DriverHandlers
{
    /// <summary>Lists handler and function.</summary>
    public static void Print(InspectorSectionBuilder section, object? driver)
    {
        if (driver is null)
        {
            section.Line("The driver has no object now.");
            return;
        }

        section.Columns("Handler", "Function");
        var handlers = driver.GetType().GetInterfaces().SelectMany(static role => role.GetMethods())
            .Select(static handler => (handler.GetCustomAttributes<WindowsDdiAttribute>().FirstOrDefault()?.Name, Function: handler.Name))
            .Where(static handler => handler.Name is not null)
            .OrderBy(static handler => handler.Name, StringComparer.Ordinal);
        foreach ((string? name, string function) in handlers)
        {
            section.Row(name, $"{driver.GetType().Name}.{function}");
        }
    }
}
