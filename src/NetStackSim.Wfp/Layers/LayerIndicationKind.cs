namespace NetStackSim.Wfp;

/// <summary>Whether anything is shown to a layer.</summary>
public enum LayerIndicationKind
{
    /// <summary>The stack shows traffic, requests or events to the layer, and filters there decide.</summary>
    Indicated,

    /// <summary>Windows has a part that shows something, the simulated host has not. Filters are taken and never asked.</summary>
    NotInStack,

    /// <summary>A service in user mode asks the layer on Windows; the simulated host has no such service. Filters are taken and never asked.</summary>
    UserMode,

    /// <summary>Nothing is shown on Windows either.</summary>
    Reserved,
}
