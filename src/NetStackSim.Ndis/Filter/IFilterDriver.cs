using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A light-weight filter driver (NDIS_FILTER_DRIVER_CHARACTERISTICS): makes one <see cref="IFilter"/> for each adapter it is attached to.</summary>
public interface IFilterDriver
{
    /// <summary>Attaches a module to an adapter. No data, requests or status until it is paused and restarted.</summary>
    /// <param name="module">The NDIS side of the module; kept by the driver for its calls.</param>
    /// <param name="parameters">What lies below.</param>
    /// <param name="filter">
    /// The driver's side of the module; null when the result is an error. Its optional roles (<see cref="IFilterSend"/>, <see cref="IFilterReceive"/>,
    /// <see cref="IFilterOid"/>, <see cref="IFilterDirectOid"/>, <see cref="IFilterSynchronousOid"/>, <see cref="IFilterStatus"/>) decide on which paths the module is: NDIS goes past a module that lacks a handler.
    /// </param>
    /// <returns>Success or an error; never Pending. A mandatory filter that fails keeps protocols from binding.</returns>
    /// <remarks>IRQL: Passive.</remarks>
    [WindowsDdi("FilterAttach")]
    NtStatus Attach(FilterModule module, FilterAttachParameters parameters, out IFilter? filter);

    /// <summary>Called while the driver registers: the place to look at what NDIS made of its options. An error ends the registration. IRQL: Passive.</summary>
    [WindowsDdi("FilterSetOptions")]
    NtStatus SetOptions(FilterRegistration registration) => NtStatus.Success;
}
