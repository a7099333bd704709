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
        foreach (Type role in driver.GetType().GetInterfaces().OrderBy(static each => each.FullName, StringComparer.Ordinal))
        {
            foreach (MethodInfo handler in role.GetMethods())
            {
                if (handler.GetCustomAttributes<WindowsDdiAttribute>().FirstOrDefault() is { } ddi)
                {
                    section.Row(ddi.Name, $"{driver.GetType().Name}.{handler.Name}");
                }
            }
        }
    }
}
