namespace NetStackSim.Ndis;

/// <summary>Framing of one IP version in <see cref="OffloadEncapsulation"/>.</summary>
/// <param name="Enabled">NoChange, On or Off.</param>
/// <param name="Encapsulation">The framing.</param>
/// <param name="HeaderSize">Bytes before the IP header.</param>
public readonly record struct OffloadEncapsulationSetting(OffloadEncapsulationState Enabled, EncapsulationTypes Encapsulation, uint HeaderSize);
