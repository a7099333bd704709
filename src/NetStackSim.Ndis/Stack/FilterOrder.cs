namespace NetStackSim.Ndis;

/// <summary>Which filter modules a stack should have, from the miniport up.</summary>
/// <remarks>
/// Modifying filters by class, within a class by the explicit order and then by age (the oldest next to the miniport). Monitoring filters, oldest first, stand
/// above the miniport and again above every modifying filter; their instances are numbered from the bottom.
/// </remarks>
internal static class FilterOrder
{
    /// <summary>One module that should be there.</summary>
    /// <param name="Driver">The filter driver.</param>
    /// <param name="Instance">Its instance number.</param>
    /// <param name="Below">The modifying filter that this monitoring instance stands on, or null.</param>
    public readonly record struct Slot(FilterRegistration Driver, int Instance, FilterRegistration? Below);

    /// <summary>The wanted modules.</summary>
    public static List<Slot> Compute(IReadOnlyList<FilterRegistration> registrations)
    {
        List<FilterRegistration> modifying = [];
        List<FilterRegistration> monitoring = [];
        foreach (FilterRegistration registration in registrations)
        {
            (registration.Options.Type == FilterType.Monitoring ? monitoring : modifying).Add(registration);
        }

        modifying.Sort(CompareFromTheMiniport);
        monitoring.Sort(static (a, b) => a.Age.CompareTo(b.Age));
        List<Slot> slots = [];
        AddMonitors(slots, monitoring, 0, null);
        for (int i = 0; i < modifying.Count; i++)
        {
            slots.Add(new Slot(modifying[i], 0, null));
            AddMonitors(slots, monitoring, i + 1, modifying[i]);
        }

        return slots;
    }

    private static void AddMonitors(List<Slot> slots, List<FilterRegistration> monitoring, int instance, FilterRegistration? below)
    {
        foreach (FilterRegistration monitor in monitoring)
        {
            slots.Add(new Slot(monitor, instance, below));
        }
    }

    private static int CompareFromTheMiniport(FilterRegistration a, FilterRegistration b)
    {
        int byClass = a.Options.Class.CompareTo(b.Options.Class);
        int byOrder = byClass != 0 ? byClass : a.Options.Order.CompareTo(b.Options.Order);
        return byOrder != 0 ? byOrder : a.Age.CompareTo(b.Age);
    }
}
