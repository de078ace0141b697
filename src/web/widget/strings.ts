/** Every word the widgets say by themselves. A `data-text-...` attribute of the script element replaces one. */
export interface Strings {
  readonly title: string
  /** Stands for the server's own label, which is English. */
  readonly disclosure: string
  readonly close: string
  readonly cta: string
  readonly newTab: string
  readonly terms: string
  readonly support: string
}

export const STRINGS: Readonly<Record<string, Strings>> = {
  en: {
    title: 'Offers for you',
    disclosure: 'Sponsored',
    close: 'Close',
    cta: 'See the offer',
    newTab: 'opens in a new tab',
    terms: 'Terms',
    support: 'Contact support',
  },
  de: {
    title: 'Angebote für Sie',
    disclosure: 'Anzeige',
    close: 'Schließen',
    cta: 'Zum Angebot',
    newTab: 'öffnet in einem neuen Tab',
    terms: 'Bedingungen',
    support: 'Support kontaktieren',
  },
  fr: {
    title: 'Des offres pour vous',
    disclosure: 'Sponsorisé',
    close: 'Fermer',
    cta: 'Voir l’offre',
    newTab: 's’ouvre dans un nouvel onglet',
    terms: 'Conditions',
    support: 'Contacter l’assistance',
  },
  es: {
    title: 'Ofertas para usted',
    disclosure: 'Patrocinado',
    close: 'Cerrar',
    cta: 'Ver la oferta',
    newTab: 'se abre en una pestaña nueva',
    terms: 'Condiciones',
    support: 'Contactar con soporte',
  },
  pt: {
    title: 'Ofertas para si',
    disclosure: 'Patrocinado',
    close: 'Fechar',
    cta: 'Ver a oferta',
    newTab: 'abre num novo separador',
    terms: 'Condições',
    support: 'Contactar o suporte',
  },
}
